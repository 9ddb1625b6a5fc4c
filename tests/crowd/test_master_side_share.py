"""Claims about who gets a share of a run: whoever is there when it begins, and all is given out."""

import json
from pathlib import Path

from tests.crowd.locust_run import prepared, run_script

LOSING = """
import json
import sys
from pathlib import Path
from types import SimpleNamespace

from locust.env import Environment
from locust.runners import STATE_INIT, STATE_MISSING, STATE_RUNNING, MasterRunner
from siaga.crowd.master_side import MasterSide
from siaga.record.run_folder import RunFolder


class Three(MasterRunner):
    def __init__(self):
        self.there = {"one": STATE_INIT, "two": STATE_INIT, "three": STATE_INIT}
        self.sent = []

    @property
    def clients(self):
        return SimpleNamespace(all=[SimpleNamespace(id=it, state=of) for it, of in self.there.items()])

    @clients.setter
    def clients(self, _given):
        pass

    def register_message(self, *_, **__):
        pass

    def send_message(self, name, payload, client_id=None):
        self.sent.append((client_id, payload["rank"], payload["workers"]))


class Side(MasterSide):
    def _folder(self):
        return RunFolder(Path(folders.pop(0)))

    def _observe(self, *_):
        pass


folders = sys.argv[1:]
runner = Three()
side = Side(Environment(), runner)
for lost in ((), ("two",), ("one",)):
    runner.there.update(dict.fromkeys(lost, STATE_MISSING))
    side._begin()
runner.there = {"two": STATE_RUNNING, "four": STATE_INIT}
side._begin()
print(json.dumps(runner.sent))
"""


def test_shares_are_made_anew_for_whoever_is_there_when_a_run_begins(tmp_path: Path) -> None:
    """Of three workers two are lost, one by one, and others come: no share is left to nobody."""
    folders = []
    for number in range(4):
        place = tmp_path / str(number)
        place.mkdir()
        folders.append(str(prepared(place, "http://127.0.0.1:1", "pass").folder.path))
    assert json.loads(run_script(LOSING, *folders)) == [
        ["one", 0, 3],
        ["two", 1, 3],
        ["three", 2, 3],
        ["one", 0, 2],
        ["three", 1, 2],
        ["three", 0, 1],
        ["two", 0, 2],
        ["four", 1, 2],
    ]
