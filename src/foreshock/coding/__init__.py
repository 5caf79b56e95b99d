"""Report to coded rows: actors, events, attribution, standing, times, places, figures and links."""

from foreshock.coding.coder import EventCoder, open_coder
from foreshock.coding.models import installed_models
from foreshock.coding.windows import windows

__all__ = ["EventCoder", "installed_models", "open_coder", "windows"]
