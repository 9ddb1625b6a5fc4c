"""Claims about the names of feeds: they are read from a Locust file and from what lies beside it."""

import json
from pathlib import Path

import pytest

from tests.crowd.nursling import ran

LAUNCH = "class Day(Launch):\n    journeys = {'j': j}\n"
BESIDE = "from beside.more import step\n"
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
    assert _listed(tmp_path, journey) == names


def _listed(folder: Path, journey: str) -> list[str]:
    """Write a Locust file, and a module beside it, and give the feeds that are listed."""
    (folder / "beside").mkdir(parents=True)
    (folder / "beside" / "__init__.py").touch()
    (folder / "beside" / "steps.py").write_text("def j(me):\n    return step(me)\n" + BESIDE)
    (folder / "beside" / "more.py").write_text("def step(me):\n    return me.feed('tickets')\n")
    path = folder / "day.py"
    path.write_text(BEGIN + journey + LAUNCH)
    found: list[str] = json.loads(ran(str(path), module="siaga.crowd.declaration").stdout)["feeds"]
    return found


def test_the_modules_beside_a_file_that_came_with_a_library_are_read_too(tmp_path: Path) -> None:
    """They are its own as much as those of any other folder."""
    folder = tmp_path / "site-packages" / "days"
    assert _listed(folder, "from beside.steps import j\n") == ["tickets"]
