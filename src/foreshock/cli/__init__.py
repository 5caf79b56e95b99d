"""The command line: one command an errand, by the same word.

The law: a module here holds the commands of one kind, and `shell` what all of them share.
"""

from foreshock.cli import forecasts, gauges, history, reports, scenarios, trust, world
from foreshock.cli.shell import app

__all__ = ["app", "forecasts", "gauges", "history", "reports", "scenarios", "trust", "world"]
