"""Claims about the schema of faults: an editor tells what the loader would refuse, kind by kind."""

from typing import Any

import pytest
import yaml

from siaga.faults.catalog import KINDS
from siaga.faults.kind import Lasting
from siaga.faults.schema import fault_schema
from tests.scenario.days import DAY, SHIPPED

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

SCHEMA = fault_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
DAYS = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in SHIPPED]


def complaints(fault: dict[str, Any]) -> list[str]:
    """Give where an editor finds something wrong with a fault, by the keys of it."""
    day = yaml.safe_load(DAY) | {"faults": [fault]}
    return sorted(".".join(map(str, one.absolute_path)) for one in VALIDATOR.iter_errors(day))


def test_it_is_a_schema() -> None:
    """Of its own dialect, with nothing missing that it refers to."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert len(SCHEMA["$defs"]["fault-kinds"]["allOf"]) == len(KINDS)


@pytest.mark.parametrize("day", DAYS, ids=lambda day: str(day["name"]))
def test_every_shipped_scenario_is_as_it_says(day: dict[str, Any]) -> None:
    """Bad days among them."""
    assert list(VALIDATOR.iter_errors(day)) == []


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_can_be_written_as_its_own_help_shows_it(name: str) -> None:
    """And refuses a key that it does not have, wherever that stands."""
    kind = KINDS[name]
    known = yaml.safe_load(f"{{{kind.example.replace('…', '{}')}}}")
    fault = {"kind": name, "target": kind.targets[0], "at": "5 s", "with": known}
    fault |= {"for": "1 s"} if kind.lasting is Lasting.A_WHILE else {}
    assert complaints(fault) == []
    assert complaints(fault | {"with": known | {"latencee": 1}}) == ["faults.0.with"]
    assert complaints(fault | {"target": "moon"}) == ["faults.0.target"]


@pytest.mark.parametrize(
    ("fault", "where"),
    [
        ({"kind": "flood", "at": "5 s"}, ["faults.0.kind"]),
        ({"kind": "latency", "at": "5 s", "with": {"latency": "1 s"}}, ["faults.0"]),
        ({"kind": "latency", "at": "5 s", "for": "1 s"}, ["faults.0"]),
        ({"kind": "kill", "at": "5 s"}, ["faults.0"]),
        ({"kind": "kill", "at": "5 s", "target": "worker", "for": "1 s"}, ["faults.0.for"]),
        ({"kind": "slow", "at": "5 s", "for": "1 s", "target": "registry"}, []),
        (
            {"kind": "latency", "at": "5 s", "for": "1 s", "with": {"latency": "soon"}},
            ["faults.0.with.latency"],
        ),
    ],
)
def test_what_a_kind_needs_is_told_where_it_is_missing(fault: dict[str, Any], where: list[str]) -> None:
    """Kinds, targets, whether it lasts, and what stands in `with`."""
    assert complaints(fault) == where


@pytest.mark.parametrize(("key", "sound"), [("latency", True), ("late", False)])
def test_what_can_happen_on_a_bad_day_is_held_to_its_kind_too(key: str, *, sound: bool) -> None:
    """It stands elsewhere, and is of the same kinds."""
    among = [{"kind": "latency", "for": "1 s", "with": {key: "1 s"}}]
    day = yaml.safe_load(DAY) | {"bad-day": {"faults": 1, "among": among}}
    assert VALIDATOR.is_valid(day) is sound
