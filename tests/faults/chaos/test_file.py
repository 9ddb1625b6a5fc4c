"""Claims about files of experiments: a run holds what it plays, word for word."""

import json
from pathlib import Path

import pytest

from siaga.faults.chaos.file import MOST_CHARACTERS, parsed, with_experiments
from siaga.scenario.load import Override, dump, loads
from tests.scenario.days import DAY

NAMED = "{kind: chaos-experiment, at: 0 s, for: 1 min, with: {file: it.yaml}}"
NAMES_IT = f"faults=[{NAMED}, {{kind: none, at: 0 s, for: 1 s}}]"
MAY_NAME_IT = "bad-day={faults: 2, among: [{kind: chaos-experiment, for: 1 s, with: {file: it.yaml}}]}"
CONTENT = "title: 'it''s one'\ndescription: with a ü  # and a comment\n"


def test_a_scenario_is_given_what_it_names(tmp_path: Path) -> None:
    """In its faults and in its bad day; it is written and read again as it was."""
    (tmp_path / "it.yaml").write_text(CONTENT, encoding="utf-8")
    day = loads(DAY, "gate.yaml", [Override.parse(NAMES_IT), Override.parse(MAY_NAME_IT)])
    filled = with_experiments(day, tmp_path)
    assert filled.faults[0].settings == {"file": "it.yaml", "content": CONTENT}
    assert filled.bad_day is not None
    assert filled.bad_day.among[0].settings["content"] == CONTENT
    assert filled.faults[1] == day.faults[1]
    assert loads(dump(filled), "again") == filled
    assert with_experiments(filled, tmp_path / "moved") == filled


@pytest.mark.parametrize("settings", ["{file: missing.yaml}", "{file: 3}", "{}", "{file: '\\0'}"])
def test_what_cannot_be_read_is_left_out(tmp_path: Path, settings: str) -> None:
    """Whoever looks at the fault says so."""
    faults = f"faults=[{{kind: chaos-experiment, at: 0 s, with: {settings}}}]"
    day = loads(DAY, "gate.yaml", [Override.parse(faults)])
    assert with_experiments(day, tmp_path) == day


def test_json_and_yaml_are_read() -> None:
    """Tabs are JSON's, dates are YAML's."""
    content = {"title": "one", "method": []}
    assert parsed("a.json", json.dumps(content, indent="\t")) == content
    assert parsed("a.yaml", "title: one\nmethod: []\n") == content
    assert parsed("a.yml", "title: 2020-04-11") == {"title": "2020-04-11"}


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("a.json", "title: one", r"is no experiment \(Expecting value: line 1 column 1"),
        ("a.yaml", "{", "is no experiment .while parsing a flow node"),
        ("a.yaml", "text", "has to be a mapping"),
        ("a.yaml", "", "cannot be read beside the scenario"),
        ("a.json", "x" * (MOST_CHARACTERS + 1), "is 100,001 characters long; up to 100,000 are allowed"),
    ],
)
def test_what_is_no_experiment_is_refused(file: str, content: str, said: str) -> None:
    """With the reason."""
    with pytest.raises(ValueError, match=said):
        parsed(file, content)
