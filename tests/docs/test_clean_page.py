"""Claims about the page of cleaning: what it shows fits, and its numbers are those of the code."""

import re
from pathlib import Path

import pytest
import yaml

from siaga.record.clean_record import MOST_SHOWN, CleanRecord
from siaga.scenario.load import load, loads
from siaga.stage.remover import AGAIN, ATTEMPTS, MOST_IN_A_ROW
from tests.scenario.days import SHIPPED, shipped

PAGE = (Path(__file__).parents[2] / "docs" / "clean.md").read_text(encoding="utf-8")


def test_the_removal_that_the_page_shows_is_that_of_a_shipped_scenario() -> None:
    """It fits into it."""
    (block,) = re.findall(r"^```yaml fragment=site.clean\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    content = yaml.safe_load(shipped("gate"))
    before = loads(yaml.safe_dump(content), "gate").site.clean
    content["site"]["clean"] = yaml.safe_load(block)
    assert loads(yaml.safe_dump(content), "gate").site.clean == before


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_scenario_that_has_a_roll_says_how_rows_are_removed(path: Path) -> None:
    """By the call of the built-in site; without a roll nobody knows what there is to remove."""
    site = load(path).site
    removal = None if site.clean is None else site.clean.path
    assert removal == (None if site.roll is None else "/admin/registrations/{registration_id}")


def test_the_page_tells_what_the_code_does() -> None:
    """Statuses, limits, and the keys of the record."""
    text = " ".join(PAGE.split())
    assert f"{', '.join(map(str, sorted(AGAIN)))}, are tried three times" in text
    assert (ATTEMPTS, MOST_IN_A_ROW, MOST_SHOWN) == (3, 10, 100)
    named = set(re.findall(r"`([a-z]+)`", PAGE))
    assert set(CleanRecord.__dataclass_fields__) - named <= {
        "schema", "run_id", "host", "call", "started_at", "ended_at",
    }  # fmt: skip
