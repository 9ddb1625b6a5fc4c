"""Claims about the people of a run: names and numbers can be made, and a file stays the same."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from siaga.errors import ScenarioError
from siaga.record.file_digest import FileDigest
from siaga.scenario.load import Override, load
from siaga.scenario.model import Scenario
from siaga.stage.persons import kept, person_problems
from siaga.stage.preparation import prepare, resolve
from siaga.stage.request import Request
from tests.scenario.days import day

OWN = """\
import random
class Own:
    capacity = 10_000_000
    def id_number(self, number, born, gender):
        return {said}
"""


def _people(rule: str, locale: str = "nl_NL", more: str = "") -> Scenario:
    return day(f'people={{locale: {locale}, id-rule: "{rule}"{more}}}')


def _own(folder: Path, said: str = 'f"T{number}"') -> Path:
    path = folder / "my_ids.py"
    path.write_text(OWN.replace("{said}", said), encoding="utf-8")
    return path


def test_people_that_can_be_made_have_no_problems(tmp_path: Path) -> None:
    """Nor have those of Indonesia."""
    _own(tmp_path)
    for scenario in (day(), _people("us-ssn"), _people("my_ids.py:Own")):
        assert list(person_problems(scenario, tmp_path)) == []


def test_all_problems_are_told_with_their_key(tmp_path: Path) -> None:
    """Of names and of numbers."""
    locale, rule = person_problems(_people("gone.py:Own", "nl_XX"), tmp_path)
    assert locale.startswith("people.locale: Faker has no names of 'nl_XX'; ")
    assert rule == (
        f"people.id-rule: gone.py:Own: {tmp_path}/gone.py: does not exist; put it beside the scenario"
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('"T1"', "id_number of 0 and of 1 is 'T1'; each needs one of its own"),
        ("number.nothing", "breaks with AttributeError"),
        ("f'{number}-{random.random()}'", "when asked again; the same each time is allowed"),
    ],
)
def test_a_rule_that_does_not_do_what_it_has_to_is_told_of(tmp_path: Path, said: str, why: str) -> None:
    """It repeats, breaks or draws."""
    _own(tmp_path, said)
    (told,) = person_problems(_people("my_ids.py:Own"), tmp_path)
    assert told.startswith("people.id-rule: my_ids.py:Own: ")
    assert why in told


def test_another_file_than_the_scenario_was_resolved_with_is_told_of(tmp_path: Path) -> None:
    """As when somebody changes that of a run which is to be replayed."""
    _own(tmp_path)
    (told,) = person_problems(_people("my_ids.py:Own", more=f", sha256: {'a' * 64}"), tmp_path)
    assert told == (
        "people.sha256: my_ids.py:Own is another file; leave it out, or bring that file back"
    )


def test_a_run_keeps_the_file_and_knows_it(tmp_path: Path) -> None:
    """Under its own name, in whatever folder it was; without a file nothing changes."""
    (tmp_path / "ids").mkdir()
    (tmp_path / "run").mkdir()
    path = _own(tmp_path / "ids")
    settled = kept(_people("ids/my_ids.py:Own"), tmp_path, tmp_path / "run").people
    assert settled is not None
    assert (settled.id_rule, settled.sha256) == ("my_ids.py:Own", FileDigest.of(path).sha256)
    assert (tmp_path / "run" / "my_ids.py").read_bytes() == path.read_bytes()
    for same in (day(), _people("us-ssn")):
        assert kept(same, tmp_path, tmp_path / "run") is same


def test_a_prepared_run_can_be_resolved_again_from_its_folder_alone(tmp_path: Path) -> None:
    """As a replay does; a rule that is not there ends the preparation."""
    _own(tmp_path)
    written = tmp_path / "own.yaml"
    written.write_text(Path("scenarios/gate.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    asked = (Override.parse('people={locale: nl_NL, id-rule: "my_ids.py:Own"}'),)
    request = Request(scenario=str(written), out=tmp_path / "out", environ={}, overrides=asked)
    now = datetime(2026, 11, 29, tzinfo=UTC)
    made = prepare(request, now=now)
    assert load(made.folder.scenario) == made.scenario
    (tmp_path / "my_ids.py").unlink()
    again, _ = resolve(Request(scenario=str(made.folder.scenario), out=tmp_path, environ={}))
    assert again.people == made.scenario.people
    with pytest.raises(ScenarioError, match=r"--set people: people.id-rule: .* does not exist"):
        prepare(request, now=now)
