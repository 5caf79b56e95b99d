"""The wire room: files and texts in, reports out. The law: a text is never altered after it is read."""

from foreshock.wire.files import find_paths, read_path
from foreshock.wire.stamps import NoReportDay, report_day
from foreshock.wire.text import read_text

__all__ = ["NoReportDay", "find_paths", "read_path", "read_text", "report_day"]
