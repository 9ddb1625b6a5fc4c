"""Claims about the names of feeds: they are read from a Locust file and from what lies beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

LAUNCH = "class Day(Launch):\n    journeys = {'j': j}\n"
BEGIN = "from siaga.crowd.launch import Launch\n"


@pytest.mark.parametrize(
    ("journey", "names"),
    [
        ("def j(me):\n    me.feed('vouchers'); me.feed(\"codes\")\n", ["codes", "vouchers"]),
        ("def j(me):\n    me.feed(me.population.name)\n", ["*"]),
        ("def j(me):\n    me.feed; feed('a'); me.food('b'); me.feed()\n", []),
        ("from beside.steps import j\n", ["tickets"]),
    ],
)
def test_the_feeds_that_journeys_ask_for_are_listed(
    tmp_path: Path, journey: str, names: list[str]
) -> None:
    """Also those of modules of the same folder; a name that only the journey knows may be any."""
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "__init__.py").touch()
    (tmp_path / "beside" / "steps.py").write_text("def j(me):\n    return me.feed('tickets')\n")
    path = tmp_path / "day.py"
    path.write_text(BEGIN + journey + LAUNCH)
    command = [sys.executable, "-m", "siaga.crowd.declaration", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["feeds"] == names
