"""Claims about the roster: it comes back from its file as it was."""

from pathlib import Path

from siaga.record.roster import Roster


def test_a_roster_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """Who came first stands first, and a machine stands there for each worker of it."""
    roster = Roster(machines=("alpha", "beta", "alpha"))
    roster.write(tmp_path / "evidence" / "roster.json")
    assert Roster.read(tmp_path / "evidence" / "roster.json") == roster
