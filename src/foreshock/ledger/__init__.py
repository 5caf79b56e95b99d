"""The ledger: append-only, read as of a day, every row with its spans and its coder."""

from foreshock.ledger.ledger import Ledger
from foreshock.ledger.views import View

__all__ = ["Ledger", "View"]
