"""Linking: the same happening, the same origin. The law: nothing is joined without a because."""

from foreshock.linking.contradictions import all_contradictions
from foreshock.linking.grading import all_grades, strangers
from foreshock.linking.incidents import Linked, incidents_of, link
from foreshock.linking.origins import all_origins

__all__ = ["Linked", "all_contradictions", "all_grades", "all_origins", "incidents_of", "link", "strangers"]
