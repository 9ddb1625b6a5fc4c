"""Claims about who comes: the same people over any number of workers, or nobody."""

import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.crowd.order import Order
from siaga.crowd.populace import PopulaceError, populace
from siaga.crowd.visitor import Visitor
from siaga.crowd.worker import Worker
from siaga.people.people import People
from siaga.record.file_digest import FileDigest
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import dump, load
from siaga.scenario.model import Scenario
from siaga.scenario.persons import Persons
from tests.crowd.locust_run import LocustRun
from tests.scenario.days import day

OWN = """\
class Own:
    capacity = 10_000_000
    def id_number(self, number, born, gender):
        return f"T{number}"
"""


def _dutch(scenario: Scenario, folder: Path) -> Scenario:
    path = folder / "my_ids.py"
    path.write_text(OWN, encoding="utf-8")
    sha256 = FileDigest.of(path).sha256
    said = {"locale": "nl_NL", "id-rule": "my_ids.py:Own", "sha256": sha256}
    return scenario.model_copy(update={"people": Persons.model_validate(said)})


def test_one_two_and_three_workers_play_the_same_people(
    run: Callable[..., LocustRun], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each visitor is the same person; the rule stands beside the Locust file only."""
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    prepared = run("http://127.0.0.1:1", "pass", length="200 ms", rate="50/s").folder.scenario
    scenario = dump(_dutch(load(prepared), tmp_path))
    days = []
    for workers in (1, 2, 3):
        came: dict[int, tuple[str, str]] = {}

        def note(me: Visitor, came: dict[int, tuple[str, str]] = came) -> None:
            """Write down who came."""
            came[me.index] = (me.person.id_number, me.person.name)

        for rank in range(workers):
            order = Order(
                folder=str(tmp_path / "elsewhere"),
                token="t",
                scenario=scenario,
                host="http://127.0.0.1:1",
                rank=rank,
                workers=workers,
                t0_s=time.time(),
                seed=3,
                epoch=5,
            )
            spool = RunFolder(tmp_path / f"spool-{workers}-{rank}")
            Worker(order, spool, {"whole": note}, lambda _: None, beside=tmp_path).play()
        days.append(came)
    assert len(days[0]) == 10
    assert all(number.startswith("T") for number, _name in days[0].values())
    assert days[0] == days[1] == days[2]


def test_a_scenario_that_says_nothing_has_the_people_of_indonesia() -> None:
    """Those that it always had."""
    people = populace(day(), 5, [])
    assert people.identity(3) == People(seed=day().seed, epoch=5).identity(3)
    assert people.identity(3).id_number == people.identity(3).nik


def test_nobody_comes_without_the_rule_of_the_run(tmp_path: Path) -> None:
    """Or without the names: with other people a worker would prove nothing."""
    dutch = _dutch(day(), tmp_path)
    with pytest.raises(PopulaceError, match=r"people.id-rule: my_ids.py: the file of the run .* is not"):
        populace(dutch, 5, [tmp_path / "elsewhere"])
    nowhere = day("people={locale: nl_XX, id-rule: us-ssn}")
    with pytest.raises(PopulaceError, match=r"people.locale: Faker has no names of 'nl_XX'"):
        populace(nowhere, 5, [])
