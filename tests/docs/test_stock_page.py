"""Claims about the page on stock Locust files: what it shows can be played, and says what is true."""

import re
from pathlib import Path

import pytest

from siaga.errors import ScenarioError
from siaga.judge.check import check
from siaga.judge.expression_check import expression_problems
from siaga.scenario.load import Override
from siaga.stage.preparation import resolve
from siaga.stage.request import Request

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "stock-locust.md").read_text(encoding="utf-8")
TRUTH = (ROOT / "docs" / "truth.md").read_text(encoding="utf-8")
ANYWHERE = re.MULTILINE | re.DOTALL
BLOCKS = {kind: re.findall(rf"^```{kind}\n(.*?)^```", PAGE, ANYWHERE) for kind in ("python", "yaml")}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The example as the page shows it; gives its scenario."""
    ((theirs,), (scenario,)) = BLOCKS["python"], BLOCKS["yaml"]
    (tmp_path / "shop.py").write_text(theirs, encoding="utf-8")
    (tmp_path / "shop.yaml").write_text(scenario, encoding="utf-8")
    return tmp_path / "shop.yaml"


def test_the_example_can_be_played(shop: Path) -> None:
    """Its file knows nothing of siaga, and its shape says how many come."""
    assert "siaga" not in BLOCKS["python"][0]
    scenario, found = resolve(Request(scenario=str(shop), environ={}))
    assert found == shop.parent / "shop.py"
    assert check(scenario) == []
    assert scenario.traffic.closed is not None
    assert scenario.traffic.closed.visitors is None


def test_its_factors_are_refused(shop: Path) -> None:
    """As the page says."""
    with pytest.raises(Exception, match="cannot be applied to a stock Locust file"):
        resolve(Request(scenario=str(shop), time_scale=0.5, environ={}))


@pytest.mark.parametrize("name", ['"GET /basket"', '"/basket"', '"home in a hurry"', "checkout", "all"])
def test_every_name_that_the_table_shows_can_be_asked_for(shop: Path, name: str) -> None:
    """Of a latency, a ratio and a rate."""
    assert name in PAGE
    scenario, _ = resolve(Request(scenario=str(shop), environ={}))
    for text in (f"p95 of {name} <= 1 s", f"availability of {name} >= 9 %", f"goodput of {name} >= 1/s"):
        assert expression_problems(scenario, text) == []


@pytest.mark.parametrize("cap", ["caps.connections=3", "caps.bytes=3", "site.roll={path: /roll}"])
def test_what_is_said_to_be_refused_is(shop: Path, cap: str) -> None:
    """Before anything is sent."""
    with pytest.raises(ScenarioError, match="needs a Launch"):
        resolve(Request(scenario=str(shop), overrides=(Override.parse(cap),), environ={}))


def test_the_figures_of_the_stall_are_those_that_were_measured() -> None:
    """They stand on the page of the truth."""
    figure = "a p99 of 6 to 39 ms"
    assert figure in " ".join(PAGE.split())
    assert figure in " ".join(TRUTH.split())
    assert "4.8 s at p99" in TRUTH
