"""Claims about sights: what a page showed is written with the time from asking for it to its end."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from siaga.crowd.sights import Sights
from siaga.ledger.journal import Journal, LedgerError
from siaga.record.json_lines import whole_lines
from tests.crowd.hostile_site import HostileSite, Talk, ok
from tests.crowd.visitor_stage import Stage


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Give a journal that is closed after the test."""
    made = Journal(tmp_path / "ledger.jsonl", 3)
    yield made
    made.close()


@pytest.fixture
def saw(journal: Journal) -> Sights:
    """Give what visitor 7 can say of a page that came from 1.5 s to 1.75 s."""
    return Sights(journal=journal, visitor=7, began_s=1.5, ended_s=1.75)


def mark(token: str) -> str:
    """Give what stands for a token."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]


def written(path: Path) -> list[dict[str, Any]]:
    """Give what stands in the ledger, without what is the same in all of it."""
    same = {"e": "sight", "visitor": 7, "began_s": 1.5, "at_s": 1.75}
    facts = list(whole_lines(path / "ledger.jsonl"))
    assert [{key: fact[key] for key in same} for fact in facts] == [same] * len(facts)
    return [{key: fact[key] for key in fact if key not in {*same, "op"}} for fact in facts]


def test_everything_that_can_be_seen_is_written_as_the_audit_reads_it(
    saw: Sights, tmp_path: Path
) -> None:
    """Seats left, what is held, nothing held, estimates, admissions with and without a place, lots."""
    saw.remaining(312)
    saw.remaining(-1, person="31")
    saw.holding("31", "r-1")
    saw.holding("31", "")
    saw.estimate(12.3456)
    saw.estimate(0, person="31")
    saw.admitted("31", "t-1")
    saw.admitted("31", "t-2", 0)
    saw.lots("digest")
    saw.lots("digest", "seed", person="31")
    saw.drawn("31", "7")
    saw.drawn("31", "")
    assert written(tmp_path) == [
        {"what": "remaining", "person": "", "text": "", "number": 312},
        {"what": "remaining", "person": "31", "text": "", "number": -1},
        {"what": "holding", "person": "31", "text": "r-1", "number": None},
        {"what": "holding", "person": "31", "text": "", "number": None},
        {"what": "estimate", "person": "", "text": "", "number": 12346},
        {"what": "estimate", "person": "31", "text": "", "number": 0},
        {"what": "admitted", "person": "31", "text": mark("t-1"), "number": None},
        {"what": "admitted", "person": "31", "text": mark("t-2"), "number": 0},
        {"what": "commitment", "person": "", "text": "digest", "number": None},
        {"what": "commitment", "person": "31", "text": "digest", "number": None},
        {"what": "seed", "person": "31", "text": "seed", "number": None},
        {"what": "drawn", "person": "31", "text": "7", "number": None},
        {"what": "drawn", "person": "31", "text": "", "number": None},
    ]


def test_a_token_is_told_from_others_and_cannot_be_used(saw: Sights, tmp_path: Path) -> None:
    """Whoever reads the ledger gets in nowhere by it; an empty one is nobody's."""
    for token in ("pass-of-a-person", "pass-of-a-person", "pass-of-another", ""):
        saw.admitted("31", token)
    first, again, other, none = [one["text"] for one in written(tmp_path)]
    assert first == again != other
    assert none == ""
    assert len(first) == 32
    assert "pass" not in first


@pytest.mark.parametrize("wait_s", [-1, float("nan"), float("inf"), "soon", None, True])
def test_an_estimate_that_is_no_time_is_refused(saw: Sights, wait_s: Any, tmp_path: Path) -> None:  # noqa: ANN401 - whatever a site says
    """A site may show anything, and nobody waits less than not at all."""
    with pytest.raises(ValueError, match=r"is no time; seconds are|0 or more is one"):
        saw.estimate(wait_s)
    assert written(tmp_path) == []


def test_a_receipt_or_token_that_is_a_number_is_written_as_text(saw: Sights, tmp_path: Path) -> None:
    """As a promise writes what it is granted; the two have to be equal."""
    answer: Any = {"id": 17}
    saw.holding("31", answer["id"])
    assert written(tmp_path)[0]["text"] == "17"


@pytest.mark.parametrize("shown", ["312", None, 1.5, [312]])
def test_seats_that_are_no_number_are_a_mistake_and_nothing_is_written(
    saw: Sights,
    tmp_path: Path,
    shown: Any,  # noqa: ANN401 - whatever JSON can say
) -> None:
    """The journey ends as broken, and counts as a failed step."""
    with pytest.raises(ValueError, match=r"^sighting: "):
        saw.remaining(shown)
    assert written(tmp_path) == []


def test_without_a_ledger_nothing_was_seen(saw: Sights, journal: Journal) -> None:
    """The run stops, as it does for a promise."""
    journal.close()
    with pytest.raises(LedgerError, match="nothing more is promised"):
        saw.holding("31", "r-1")


def test_what_a_page_showed_is_written_with_the_time_of_that_page(
    stage: Stage, site: Callable[..., HostileSite]
) -> None:
    """From when it was asked for until it was there, whatever the visitor does in between."""

    def slow(talk: Talk) -> None:
        talk.hear()
        stage.at_s += 0.25
        talk.say(ok(b"7"))
        talk.hear()
        stage.at_s += 0.5
        talk.say(ok(b"[]"))
        talk.wait()

    stage.url = site(slow).url
    me = stage.visitor(3)
    left = me.get("/", step="home").json()
    stage.at_s += 60
    me.saw.remaining(left)
    me.get("/mine", step="mine")
    me.saw.holding("31", "")
    looks = [(fact["what"], fact["visitor"], fact["began_s"], fact["at_s"]) for fact in stage.facts()]
    assert looks == [("remaining", 3, 10.0, 10.25), ("holding", 3, 70.25, 70.75)]


def test_who_has_seen_no_page_saw_nothing(stage: Stage) -> None:
    """A journey that says otherwise has a mistake."""
    with pytest.raises(ValueError, match=r"^visitor 4: has seen no page yet; ask for one first$"):
        stage.visitor(4).saw.remaining(7)
