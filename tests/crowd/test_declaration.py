"""Claims about listing what a Locust file declares: its journeys, and what it says of its site."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from siaga.abuse.catalogue import CASES
from tests.crowd.nursling import ran

LAUNCH = "from siaga.crowd.launch import Launch\nclass Day(Launch):\n    journeys = {'b': id, 'a': id}\n"
SURFACE = (
    "from siaga.crowd.launch import Launch\nfrom siaga.crowd.surface import Surface\n"
    "class Day(Launch):\n    surface = Surface(receipt='id')\nprint('noise')\n"
)
STOCK = "from locust import User\nclass Me(User):\n    pass\n"


def _listed(path: Path) -> subprocess.CompletedProcess[str]:
    return ran(str(path), module="siaga.crowd.declaration")


@pytest.mark.parametrize(("text", "names"), [("print('noise')\n" + LAUNCH, ["a", "b"]), (STOCK, [])])
def test_the_journeys_of_a_file_are_listed(tmp_path: Path, text: str, names: list[str]) -> None:
    """Sorted, as JSON and nothing else; a stock file has none."""
    path = tmp_path / "day.py"
    path.write_text(text)
    assert json.loads(_listed(path).stdout)["journeys"] == names


def test_the_shipped_file_has_the_journeys_of_the_shipped_scenarios() -> None:
    """Whoever copies it begins with these."""
    command = [sys.executable, "-m", "siaga.crowd.declaration", "locustfiles/opening_day.py"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    names = json.loads(told.stdout)["journeys"]
    assert names == ["refresher", "registrant", "visitor"]


def test_a_file_that_breaks_ends_with_its_error(tmp_path: Path) -> None:
    """The last line says what is wrong."""
    path = tmp_path / "day.py"
    path.write_text("import nothing_like_this\n")
    done = _listed(path)
    assert done.returncode != 0
    assert "No module named 'nothing_like_this'" in done.stderr.splitlines()[-1]


def test_the_parts_of_a_surface_are_listed(tmp_path: Path) -> None:
    """As JSON and nothing else."""
    path = tmp_path / "day.py"
    path.write_text(SURFACE)
    assert json.loads(_listed(path).stdout)["surface"] == ["receipt"]


def test_the_shipped_surface_is_enough_for_every_case() -> None:
    """Each of them can be tried on the built-in site."""
    needed = {part for case in CASES.values() for part in case.needs}
    listed = json.loads(_listed(Path("locustfiles/ill_will.py")).stdout)["surface"]
    assert needed - set(listed) == set()


SHAPE = (
    "from locust import LoadTestShape\nclass Waves(LoadTestShape):\n    def tick(self):\n        pass\n"
)


@pytest.mark.parametrize(
    ("text", "stock", "shape"),
    [(STOCK, ["Me"], False), (STOCK + SHAPE, ["Me"], True), (LAUNCH, [], False)],
)
def test_what_is_locusts_own_is_listed(
    tmp_path: Path, text: str, stock: list[str], *, shape: bool
) -> None:
    """The classes that are no Launch, and whether the file says how many visitors there are."""
    path = tmp_path / "day.py"
    path.write_text(text)
    told = json.loads(_listed(path).stdout)
    assert (told["stock"], told["shape"]) == (stock, shape)
