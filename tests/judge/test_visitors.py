"""Claims about the visitors behind people: those who asked or looked for them, by the ledger alone."""

from collections.abc import Callable

import pytest

from siaga.judge.visitors import ill_willed, visitors_of
from siaga.ledger.journal import Journal
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.record.run_folder import RunFolder
from tests.judge.hand_made import Run
from tests.judge.test_misdeeds import misdeed

Make = Callable[..., Run]


@pytest.fixture
def folder(make: Make) -> RunFolder:
    """A run of two workers, in which Ana was asked for by visitors 9 and 3 and seen by 12."""
    folder: RunFolder = make().folder
    for rank, asked in enumerate(([("ana", 9), ("ana", 9), ("budi", 1)], [("ana", 3), ("zed", -1)])):
        journal = Journal(folder.ledger(rank), rank)
        for person, visitor in asked:
            journal.invoke(kind="join", person=person, key="k", at_s=1.0, visitor=visitor)
        journal.sight(Sighting(what="holding", person="ana", visitor=12, began_s=1.0, ended_s=2.0))
        journal.close()
    return folder


def test_whoever_asked_or_looked_is_found_in_every_ledger(folder: RunFolder) -> None:
    """Each visitor once and in order; nobody whom the question does not name."""
    assert visitors_of(folder.ledgers(), ["ana"]) == {"ana": (3, 9, 12)}
    assert visitors_of(folder.ledgers(), {"budi", "ana"}) == {"ana": (3, 9, 12), "budi": (1,)}


def test_people_without_a_visitor_are_left_out(folder: RunFolder) -> None:
    """Somebody unknown, and somebody for whom no visitor is written down."""
    assert visitors_of(folder.ledgers(), ["zed", "nobody"]) == {}
    assert visitors_of([], ["ana"]) == {}


def test_people_as_whom_somebody_meant_harm_are_told_from_others(folder: RunFolder) -> None:
    """Those of the question alone; without a ledger there are none."""
    journal = Journal(folder.path / "third", 2)
    journal.tell(misdeed(1.0, person="zed"))
    journal.tell(misdeed(1.0, person="yan"))
    journal.close()
    ledgers = [*folder.ledgers(), folder.path / "third"]
    assert ill_willed(ledgers, ["ana", "zed", "nobody"]) == {"zed"}
    assert ill_willed([], ["zed"]) == frozenset()


def test_half_a_last_line_is_passed_over(folder: RunFolder) -> None:
    """As a killed worker leaves it."""
    with folder.ledger(0).open("a", encoding="utf-8") as ledger:
        ledger.write('{"e":"invoke","op":"0-9","person":"ana","vis')
    assert visitors_of(folder.ledgers(), ["ana"]) == {"ana": (3, 9, 12)}


def test_a_ledger_that_is_gone_is_told_of(folder: RunFolder) -> None:
    """Not taken for one in which nobody asked."""
    ledgers = folder.ledgers()
    ledgers[1].unlink()
    with pytest.raises(ValueError, match=r"ledger: cannot be read \(.*No files found"):
        visitors_of(ledgers, ["ana"])


def test_names_that_look_like_numbers_are_names(make: Make) -> None:
    """However a ledger looks to somebody who guesses, and also where no visitor is written down."""
    run = make()
    journal = Journal(run.folder.ledger(0), 0)
    journal.invoke(kind="join", person="007", key="k", at_s=1.0, visitor=4)
    journal.close()
    assert visitors_of(run.folder.ledgers(), ["007"]) == {"007": (4,)}
    run.folder.ledger(0).write_text('{"e":"invoke","op":"0-0","person":"007"}\n', encoding="utf-8")
    assert visitors_of(run.folder.ledgers(), ["007"]) == {}


def test_a_list_on_a_line_is_no_record(make: Make) -> None:
    """A ledger has one record a line, and what is none is passed over, whatever it holds."""
    run = make()
    run.promises(ana=Outcome.OK)
    run.folder.ledger(0).write_text('[{"person":"ana","visitor":3}]\n', encoding="utf-8")
    assert visitors_of(run.folder.ledgers(), ["ana"]) == {}
