"""Claims about listing what a Locust file says of its site."""

import json
import subprocess
import sys
from pathlib import Path

from siaga.abuse.catalogue import CASES

LAUNCH = (
    "from siaga.crowd.launch import Launch\nfrom siaga.crowd.surface import Surface\n"
    "class Day(Launch):\n    surface = Surface(receipt='id')\nprint('noise')\n"
)


def _listed(path: Path) -> list[str]:
    command = [sys.executable, "-m", "siaga.crowd.surface_parts", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    names: list[str] = json.loads(done.stdout)
    return names


def test_the_parts_of_a_surface_are_listed(tmp_path: Path) -> None:
    """As JSON and nothing else."""
    path = tmp_path / "day.py"
    path.write_text(LAUNCH)
    assert _listed(path) == ["receipt"]


def test_the_shipped_surface_is_enough_for_every_case() -> None:
    """Each of them can be tried on the built-in site."""
    needed = {part for case in CASES.values() for part in case.needs}
    assert needed - set(_listed(Path("locustfiles/ill_will.py"))) == set()
