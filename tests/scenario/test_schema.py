"""Claims about the JSON Schema that editors get."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from siaga.scenario.load import dump, load, loads
from siaga.scenario.schema import json_schema
from tests.scenario.days import DAY, ROWS, SHIPPED

SCHEMA = json_schema()
Problems = Callable[[str], list[str]]


def _objects(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "Scenario", schema
    yield from schema["$defs"].items()


def _forms(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give every form that a value may have, those inside of another choice, too."""
    choices = schema.get("oneOf", []) + schema.get("anyOf", [])
    for one in choices:
        yield from _forms(one)
    if not choices:
        yield schema


def _unknown(given: object, schema: dict[str, Any], place: str = "") -> Iterator[str]:
    """Give each key of a scenario that its part of the schema does not name, and each missing one."""
    if "anyOf" in schema or "oneOf" in schema:
        forms = [one for one in _forms(schema) if isinstance(given, dict) == ("$ref" in one)]
        yield from min((list(_unknown(given, one, place)) for one in forms), key=len, default=[])
        return
    schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if isinstance(given, dict):
        properties = schema.get("properties", {})
        if properties:
            yield from (f"{place}.{key}" for key in set(given) - set(properties))
            yield from (f"{place}.{key}" for key in set(schema.get("required", [])) - set(given))
        for key in set(given) & set(properties):
            yield from _unknown(given[key], properties[key], f"{place}.{key}")
    if isinstance(given, list):
        for number, one in enumerate(given):
            yield from _unknown(one, schema["items"], f"{place}.{number}")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_key_of_a_shipped_scenario_is_in_the_schema(path: Path) -> None:
    """As people write it, and as siaga writes it into a run folder."""
    assert list(_unknown(yaml.safe_load(path.read_text(encoding="utf-8")), SCHEMA)) == []
    assert list(_unknown(yaml.safe_load(dump(load(path))), SCHEMA)) == []


def test_a_typo_in_a_key_is_in_no_schema() -> None:
    """The walk above would have found it."""
    text = DAY.replace("patience:", "patiense:").replace("{from: 2/s", "{form: 2/s")
    assert sorted(_unknown(yaml.safe_load(text), SCHEMA)) == [
        ".traffic.patiense",
        ".traffic.phases.0.rate.form",
        ".traffic.phases.0.rate.from",
    ]
    text = DAY.replace("roll: {path:", "roll: {paht:")
    assert list(_unknown(yaml.safe_load(text), SCHEMA)) == [".site.roll.paht"]


def test_no_part_takes_a_key_that_it_does_not_name() -> None:
    """An editor underlines a typo, in every part."""
    assert [name for name, part in _objects(SCHEMA) if part["additionalProperties"] is not False] == []


def test_every_key_is_described() -> None:
    """What an editor shows is a sentence on the key, not its name again."""
    keys = [
        (part, key, said) for part, one in _objects(SCHEMA) for key, said in one["properties"].items()
    ]
    assert [
        (part, key) for part, key, said in keys if not said.get("description", "").endswith(".")
    ] == []
    assert [(part, key) for part, key, said in keys if "title" in said] == []
    assert len(keys) > 45


def test_keys_are_those_of_the_file() -> None:
    """`for`, `from` and dashes, not what Python calls them."""
    parts = dict(_objects(SCHEMA))
    assert set(parts["Phase"]["properties"]) == {"name", "for", "rate"}
    assert set(parts["Ramp"]["properties"]) == {"from", "to"}
    assert {"patience", "step-deadline"} < set(parts["Traffic"]["properties"])
    assert {"loop-lag", "clock-offset", "telemetry-gap"} < set(parts["Evidence"]["properties"])
    keys = {"step", "status", "body", "outcome", "why", "means"}
    assert set(parts["OutcomeRow"]["properties"]) == keys


def test_a_quantity_is_a_text_with_a_unit_or_a_number_in_its_range() -> None:
    """Both forms of a duration; above 0 for a phase, up to a week."""
    kind = dict(_objects(SCHEMA))["Phase"]["properties"]["for"]
    assert kind["type"] == ["string", "number"]
    assert (kind["exclusiveMinimum"], kind["maximum"]) == (0, 604_800)
    assert kind["examples"] == ["90 s"]


def test_the_schema_names_its_dialect() -> None:
    """Editors choose their rules by it."""
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


class TestByTheLibrary:
    """The same claims by jsonschema, where it is installed."""

    @pytest.fixture
    def problems(self) -> Problems:
        """Give what validates a text."""
        jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        validator = jsonschema.Draft202012Validator(SCHEMA)
        return lambda text: [one.json_path for one in validator.iter_errors(yaml.safe_load(text))]

    @pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
    def test_every_shipped_scenario_validates(self, problems: Problems, path: Path) -> None:
        """As people write it, and as siaga writes it into a run folder."""
        assert problems(path.read_text(encoding="utf-8")) == []
        assert problems(dump(load(path))) == []

    def test_every_form_of_a_row_of_outcomes_validates(self, problems: Problems) -> None:
        """As people write it, and as siaga writes it into a run folder."""
        assert problems(DAY + ROWS) == []
        assert problems(dump(loads(DAY + ROWS, "d"))) == []

    @pytest.mark.parametrize(
        ("right", "wrong", "place"),
        [
            ("status: 202", "status: 99", "$.outcomes[0].status"),
            ("status: 5xx", "status: 5XX", "$.outcomes[2].status"),
            ("[502, 503]", "[]", "$.outcomes[1].status"),
            ("[502, 503]", "[502, 1]", "$.outcomes[1].status[1]"),
            ("done: false", "done: [false]", "$.outcomes[1].body.done"),
            ("outcome: refused", "outcome: fail", "$.outcomes[1].outcome"),
            ("step: join", "stage: join", "$.outcomes[1]"),
        ],
    )
    def test_a_mistake_in_a_row_of_outcomes_does_not(
        self, problems: Problems, right: str, wrong: str, place: str
    ) -> None:
        """The editor underlines it."""
        assert right in ROWS
        assert place in problems(DAY + ROWS.replace(right, wrong))

    @pytest.mark.parametrize(
        ("right", "wrong", "place"),
        [
            ("step-deadline: 10 s", "step_deadline: 10 s", "$.traffic"),
            ("for: 5 s", "for: 5 seconds", "$.traffic.phases[0].for"),
            ("for: 5 s", "for: -5", "$.traffic.phases[0].for"),
            ("goes_on: 100 %", "goes_on: 1.5", "$.traffic.populations[1].funnel[0].goes_on"),
            ("seed: 7", "seed: seven", "$.seed"),
            ("rate: 50/s}", "rate: {from: 1/s}}", "$.traffic.phases[1].rate"),
            ("key: true", "kay: true", "$.objectives[0]"),
        ],
    )
    def test_a_mistake_does_not_validate(
        self, problems: Problems, right: str, wrong: str, place: str
    ) -> None:
        """Typos, units, ranges and types are found at their place."""
        text = DAY
        assert right in text
        assert place in problems(text.replace(right, wrong))


@pytest.mark.parametrize(
    ("part", "key", "limits"),
    [
        ("Abuse", "limit", {"exclusiveMinimum": 0, "maximum": 60}),
        ("Abuse", "rate", {"exclusiveMinimum": 0, "minimum": 0, "maximum": 1e9}),
        ("Stops", "over", {"exclusiveMinimum": 0, "minimum": 1, "maximum": 604_800}),
        ("Traffic", "patience", {"minimum": 0, "maximum": 604_800}),
    ],
)
def test_a_key_is_described_with_its_own_limits(part: str, key: str, limits: dict[str, float]) -> None:
    """They are tighter than those of any duration or rate, and an editor knows them."""
    told = SCHEMA["$defs"][part]["properties"][key]
    assert {name: value for name, value in told.items() if name.lower().endswith("imum")} == limits
