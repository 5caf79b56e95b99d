"""The room of scenarios: a file that says what would count and by which ways, read, watched on a ledger, and played."""

from foreshock.scenario.language import open_scenario, read_scenario

__all__ = ["open_scenario", "read_scenario"]
