"""Claims about the comers: a master that waits has written down who is there."""

from pathlib import Path

from siaga.record.roster import Roster
from siaga.record.run_folder import RunFolder
from tests.crowd.locust_run import run_script

SCRIPT = """
import sys
from argparse import Namespace
from locust.env import Environment
from siaga.crowd.comers import Comers

environment = Environment(parsed_options=Namespace(siaga_run=sys.argv[1]))
Comers(environment)
for client in sys.argv[2:]:
    environment.events.worker_connect.fire(client_id=client)
"""


def test_whoever_comes_is_written_down_once_with_its_machine(tmp_path: Path) -> None:
    """Locust fires again for a worker that asks again; a machine's name may have underscores."""
    run_script(SCRIPT, str(tmp_path), "alpha_1f", "be_ta_2f", "alpha_1f", "alpha_3f")
    assert Roster.read(RunFolder(tmp_path).roster).machines == ("alpha", "be_ta", "alpha")


def test_locust_started_by_hand_has_no_roster(tmp_path: Path) -> None:
    """Its run folder is made when everybody is there."""
    run_script(SCRIPT, "", "alpha_1f")
    assert list(tmp_path.iterdir()) == []


def test_a_roster_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    """The run is no worse for it; the log says so."""
    blocked = tmp_path / "file"
    blocked.touch()
    run_script(SCRIPT, str(blocked), "alpha_1f")
    assert blocked.read_bytes() == b""
