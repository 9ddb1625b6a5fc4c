"""Claims about a whole replay: a loss is found, its witnesses are sent again, and it is seen again."""

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import urllib3

from siaga.errors import ExitCode
from siaga.stage.free_port import free_port
from tests.end_to_end.conftest import DAY, DEADLINE_S, PACE, TOKEN

LOSE = """CREATE TRIGGER lose AFTER INSERT ON messages WHEN NEW.kind = 'seat' AND NEW.address LIKE '%3'
BEGIN
  DELETE FROM messages WHERE message_id = NEW.message_id;
  DELETE FROM registrations WHERE registration_id = NEW.body;
END"""
"""Whoever's phone ends in 3 is told yes and forgotten."""

QUICK = ("--set", "traffic.phases.1.for=4 s", "--set", "traffic.phases.1.rate=20/s")

LATER_S = 3.0
"""People come at the times of the day, and wait for letters and results as long as the site lets them.

Those few have it to themselves: they may be through sooner than in the crowd, and not much later.
"""


@pytest.fixture
def forgetful(start: Callable[..., Any], tmp_path: Path) -> Callable[[str], str]:
    """Start the built-in site with a store of its own that forgets some people."""

    def site(name: str) -> str:
        store, port = tmp_path / f"{name}.db", free_port()
        command = (sys.executable, "-m", "mock_site", "--port", str(port), "--quota", "45", *PACE)
        start(*command, "--store", f"sqlite:///{store}", SITE_ADMIN_TOKEN=TOKEN)
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url)
        with closing(sqlite3.connect(store)) as database:
            database.execute(LOSE)
        return url

    return site


def _wait_until_ready(url: str) -> None:
    deadline_s = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline_s:
        try:
            if urllib3.request("GET", f"{url}/readyz", retries=False).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
    raise TimeoutError("site: was not ready in time")


def asked(folder: Path) -> dict[str, tuple[int, str, float]]:
    """Give visitor, key and run second of what each person asked for."""
    texts = (path.read_text(encoding="utf-8") for path in folder.glob("ledger/*.jsonl"))
    facts = (json.loads(line) for text in texts for line in text.splitlines())
    return {
        one["person"]: (one["visitor"], one["key"], one["at_s"]) for one in facts if one["e"] == "invoke"
    }


def test_a_loss_is_seen_again_by_its_witnesses_alone(
    start: Callable[..., Any], forgetful: Callable[[str], str]
) -> None:
    """The same people ask with the same keys at the same times of the day; nobody else comes."""

    def siaga(*typed: str, host: str) -> Any:  # noqa: ANN401 - a Play of conftest.py
        """Type a command of siaga against a site."""
        command = (sys.executable, "-m", "siaga", *typed, "--exporter-port", "0", "--host", host)
        return start(*command, SITE_ADMIN_TOKEN=TOKEN)

    run = siaga("run", str(DAY), "--scale", "1", *QUICK, host=forgetful("then"))
    assert run.end() == ExitCode.NO_GO, run.said()
    (command,) = (line for line in run.said().splitlines() if line.endswith("--rule R1"))
    typed = command.partition(": siaga ")[2].split()
    assert typed[:2] == ["replay", f"reports/small-day/{run.folder.resolve().name}"]
    (finding,) = (one for one in run.verdict()["audit"]["findings"] if one["rule"] == "R1")
    lost = {one["person"] for one in finding["witnesses"]}
    assert {"asked", "answered", "roll read"} <= {
        one["event"] for one in finding["witnesses"][0]["timeline"]
    }

    original = run.folder.resolve()
    again = siaga("replay", str(original), *typed[2:], host=forgetful("now"))
    assert again.end() == ExitCode.NO_GO, again.said()
    assert f"R1: seen again. {len(lost)} of {len(lost)} acknowledged people are lost." in again.said()
    replayed = again.place / "reports" / "small-day-replay" / "latest"
    record = json.loads((replayed / "run.json").read_text())
    then, now = asked(original), asked(replayed)
    assert set(now) == lost
    assert sorted(record["only"]) == sorted(visitor for visitor, _key, _at_s in now.values())
    for person, (visitor, key, at_s) in now.items():
        assert (visitor, key) == then[person][:2]
        assert 1 < at_s < then[person][2] + LATER_S  # the doors open after a second
