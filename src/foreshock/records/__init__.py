"""The nouns. What the ledger keeps is a record: frozen, slotted, free of any library."""

from foreshock.records.actor import Actor
from foreshock.records.attribution import Chain, Link
from foreshock.records.coded import CodedReport, Coder, LeftOut
from foreshock.records.consequence import Consequence
from foreshock.records.event import Event, When, Where
from foreshock.records.explanation import Explanation, Reason
from foreshock.records.figure import Figure
from foreshock.records.outlook import Outlook
from foreshock.records.relation import Relation
from foreshock.records.report import Part, Report, report_id
from foreshock.records.span import Span
from foreshock.records.statement import Statement

__all__ = [
    "Actor",
    "Chain",
    "CodedReport",
    "Coder",
    "Consequence",
    "Event",
    "Explanation",
    "Figure",
    "LeftOut",
    "Link",
    "Outlook",
    "Part",
    "Reason",
    "Relation",
    "Report",
    "Span",
    "Statement",
    "When",
    "Where",
    "report_id",
]
