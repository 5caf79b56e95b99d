"""Linking: the same happening, the same origin. The law: nothing is joined without a because."""

from foreshock.linking.incidents import Linked, link

__all__ = ["Linked", "link"]
