"""Claims about the rules of people and moments: a second way of finding violations agrees with them."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.judge.books import open_books
from siaga.judge.rule import rule_on
from siaga.judge.rules.catalogue import RULES
from siaga.judge.terms import Terms
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.record.run_record import PlanRecord
from siaga.roll.entry import Entry
from siaga.scenario.site import Site
from tests.judge.hand_made import T0_S, Run

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN
PEOPLE = ("ana", "budi", "citra", "dewi")
WAY = ("account_at", "email_at", "identity_at")
CLOSES_S, SKEW_S = 10.0, 1.0
MOST, OVER_S, WITHIN_S = 2, 5.0, 3.0
MOMENTS = st.integers(0, 76).map(lambda quarter: quarter / 4)
"""Quarters of a second, so that equal times and times at a limit are drawn often."""

Found = Counter[tuple[Any, ...]]
"""What a rule finds, by what tells its violations apart."""

Notice = tuple[str, None, None, float | None]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One operation."""

    person: str
    outcome: Outcome | None
    began_s: float
    ended_s: float
    receipt: str


@dataclass(frozen=True, kw_only=True)
class History:
    """Everything that happened, in plain lists; times in run seconds, but those of entries."""

    asked: Sequence[Asked]
    looks: Sequence[Sighting]
    before: Sequence[Entry]
    first: Sequence[Entry]
    last: Sequence[Entry]
    notices_before: Sequence[Notice]
    notices: Sequence[Notice]

    @property
    def new(self) -> list[Entry]:
        """What the run put on the roll, and left there."""
        return [one for one in self.last if one.seat not in self.seats_before]

    @property
    def seats_before(self) -> set[str | None]:
        """Seats that were given before; every entry has its own."""
        return {one.seat for one in self.before}

    def seen(self, what: str) -> list[Sighting]:
        """Give the looks of one kind."""
        return [one for one in self.looks if one.what == what]


def unequal(history: History) -> Found:
    """R0: look for each seat on both readings."""
    by_seat = [{one.seat: one for one in reading} for reading in (history.first, history.last)]
    seats = {*by_seat[0], *by_seat[1]}
    return Counter((seat,) for seat in seats if by_seat[0].get(seat) != by_seat[1].get(seat))


def skips(history: History) -> Found:
    """R12: walk the way of each new entry and look ahead at every step."""
    found: Found = Counter()
    for entry in history.new:
        way = [*entry.steps, entry.at_s]
        wrong = [place for place, at_s in enumerate(entry.steps) if _passed_over(at_s, way, place)]
        if wrong:
            found[entry.person, entry.seat, WAY[wrong[0]], len(wrong)] += 1
    return found


def _passed_over(at_s: float | None, way: Sequence[float | None], place: int) -> bool:
    later = [one for one in way[place + 1 :] if one is not None]
    return at_s is None or any(at_s > one for one in later)


def told_wrongly(history: History) -> Found:
    """R13: strike out what was sent before, notice by notice, and count for everybody."""
    left = list(history.notices)
    for old in history.notices_before:
        if old in left:
            left.remove(old)
    found: Found = Counter()
    for person in PEOPLE:
        holds = any(one.person == person for one in history.new)
        sent = sum(notice[0] == person for notice in left)
        if holds and sent != 1:
            found[person, "repeated" if sent else "missing"] += 1
        if sent and not holds:
            found[person, "unasked"] += 1
    return found


def late(history: History) -> Found:
    """R14: ask everybody whether the first chance they had came too late."""
    found: Found = Counter()
    for person in PEOPLE:
        of_person = [one for one in history.asked if one.person == person]
        yes = [one.began_s for one in of_person if one.outcome is OK]
        chances = [one.began_s for one in of_person if one.outcome is not REFUSED]
        stood = any(one.person == person for one in history.before)
        asked_late = bool(yes) and min(chances) > CLOSES_S + SKEW_S and not stood
        given_late = any(
            one.person == person and one.at_s is not None and one.at_s - T0_S > CLOSES_S + SKEW_S
            for one in history.new
        )
        if asked_late or given_late:
            found[(person,)] += 1
    return found


def let_in_wrongly(history: History) -> Found:
    """R15: at each admission look back at all that came before it."""
    found: Found = Counter()
    come = sorted(_admissions(history), key=lambda one: (one.ended_s, one.person, one.text))
    for place, one in enumerate(come):
        before = come[:place]
        wrong = []
        if one.text and any(other.text == one.text for other in before):
            wrong.append("with the token of somebody else")
        if sum(other.ended_s > one.ended_s - OVER_S for other in before) >= MOST:
            wrong.append("one too many")
        if any(_behind(other, one) and other.ended_s < one.ended_s - WITHIN_S for other in before):
            wrong.append("out of turn")
        if wrong:
            found[one.person, one.text, ", ".join(wrong)] += 1
    return found


def _behind(other: Sighting, one: Sighting) -> bool:
    return other.number is not None and one.number is not None and other.number > one.number


def _admissions(history: History) -> Iterator[Sighting]:
    """Give each person's first sight of each token, with the best place that was ever shown with it."""
    kept: dict[tuple[str, str], Sighting] = {}
    for one in sorted(history.seen("admitted"), key=lambda look: look.ended_s):
        first = kept.setdefault((one.person, one.text), one)
        places = [look.number for look in (first, one) if look.number is not None]
        kept[one.person, one.text] = replace(first, number=min(places, default=None))
    yield from kept.values()


def shared(history: History) -> Found:
    """R16: for each value, list those who have it."""
    found: Found = Counter()
    new = history.new
    for column, value in {pair for one in new for pair in one.unique.items()}:
        owners = {one.person for one in history.last if one.unique.get(column) == value}
        if len(owners) > 1:
            found[column, value, ", ".join(sorted(owners))] += 1
    return found


def stale(history: History) -> Found:
    """R17: hold each look against everything that may have been granted to its person."""
    found: Found = Counter()
    for look in history.seen("holding"):
        of_person = [one for one in history.asked if one.person == look.person]
        told_s = [one.ended_s for one in of_person if one.outcome is OK and one.ended_s < look.began_s]
        receipts = {one.receipt for one in of_person if one.outcome is OK}
        open_to_all = any(
            one.outcome in {UNKNOWN, None} and one.began_s <= look.ended_s for one in of_person
        )
        explained = look.text != "" and (look.text in receipts or "" in receipts or open_to_all)
        if told_s and not explained:
            found[look.person, look.began_s, look.ended_s, look.text, look.ended_s - min(told_s)] += 1
    return found


Oracle = tuple[Callable[[History], Found], tuple[str, ...]]

ORACLE: dict[str, Oracle] = {
    "R0": (unequal, ("seat",)),
    "R12": (skips, ("person", "seat", "skipped", "steps_skipped")),
    "R13": (told_wrongly, ("person", "notice")),
    "R14": (late, ("person",)),
    "R15": (let_in_wrongly, ("person", "token", "let_in")),
    "R16": (shared, ("column", "value", "person")),
    "R17": (stale, ("person", "began_s", "at_s", "shown", "stale_for_s")),
}
"""For each rule the other way of finding, and the columns by which its violations are compared."""


@st.composite
def entries(draw: st.DrawFn, seat: int) -> Entry:
    """Draw an entry with a seat of its own."""
    owned = draw(st.dictionaries(st.sampled_from(["phone", "nik"]), st.sampled_from("12"), max_size=2))
    moments = MOMENTS.map(lambda at_s: T0_S + at_s)
    in_order = st.lists(moments, min_size=4, max_size=4).map(sorted)
    times: list[float | None] = [*draw(in_order)]
    for place in draw(st.sets(st.integers(0, 3), max_size=2)):
        times[place] = draw(st.none() | moments)
    steps = draw(st.sampled_from([(), tuple(times[:3]), tuple(times[:3])]))
    return Entry(
        person=draw(st.sampled_from(PEOPLE)),
        operation=None,
        seat=f"{seat}",
        at_s=times[3],
        content=draw(st.sampled_from([None, "a", "b"])),
        unique=owned,
        steps=steps,
    )


@st.composite
def sightings(draw: st.DrawFn) -> Sighting:
    """Draw a look, quick or slow."""
    admitted = draw(st.booleans())
    began_s = draw(MOMENTS)
    return Sighting(
        what="admitted" if admitted else "holding",
        person=draw(st.sampled_from(PEOPLE)),
        text=draw(st.sampled_from(["", "r1", "r2", "r3"])),
        number=draw(st.none() | st.integers(0, 4)) if admitted else None,
        began_s=began_s,
        ended_s=began_s + draw(st.integers(0, 8)) / 4,
    )


@st.composite
def operations(draw: st.DrawFn) -> Asked:
    """Draw an operation; one that was acknowledged may have no receipt."""
    outcome, began_s = draw(st.sampled_from([OK, OK, OK, REFUSED, UNKNOWN, None])), draw(MOMENTS)
    return Asked(
        person=draw(st.sampled_from(PEOPLE)),
        outcome=outcome,
        began_s=began_s,
        ended_s=began_s + draw(st.integers(0, 12)) / 4,
        receipt=draw(st.sampled_from(["", "r1", "r1", "r2"])) if outcome is OK else "",
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw operations, looks, rolls and notices at will, so that violations of every kind come."""
    rolls: tuple[list[Entry], list[Entry], list[Entry]] = ([], [], [])
    for seat in range(draw(st.integers(0, 6))):
        entry = draw(entries(seat))
        there = draw(st.sampled_from([(0, 1, 1)] * 4 + [(1, 1, 1), (1, 1, 1), (0, 1, 0), (0, 0, 1)]))
        other = replace(draw(entries(seat)), person=entry.person, at_s=entry.at_s)
        versions = (entry, entry, draw(st.sampled_from([entry, entry, entry, other])))
        for roll, version, is_there in zip(rolls, versions, there, strict=True):
            roll.extend([version] * is_there)
    notices = st.tuples(
        st.sampled_from(PEOPLE), st.none(), st.none(), st.sampled_from([None, T0_S, T0_S + 1])
    )
    sent = [(one.person, None, None, T0_S) for one in rolls[2] if draw(st.integers(0, 3))]
    return History(
        asked=draw(st.lists(operations(), min_size=1, max_size=8)),
        looks=draw(st.lists(sightings(), max_size=10)),
        before=rolls[0],
        first=rolls[1],
        last=rolls[2],
        notices_before=draw(st.lists(notices, max_size=2)),
        notices=[*sent, *draw(st.lists(notices, max_size=2))],
    )


def made(make: Callable[..., Run], history: History) -> Run:
    """Write a history into a run folder."""
    run = make()
    site = run.scenario.site.model_dump(by_alias=True) | {
        "closes": "evening",
        "clock-skew": SKEW_S,
        "roll": {"content": ("name",), "unique": {"phone": "phone", "nik": "text"}, "steps": WAY},
        "notices": {"path": "/notices"},
        "waiting-room": {
            "admits": MOST / OVER_S,
            "over": OVER_S,
            "tolerance": 0.25,
            "order": "fifo",
            "within": WITHIN_S,
        },
    }
    run.judged_with(site=Site.model_validate(site))
    run.record()
    for one in history.asked:
        run.asks(one.person, one.outcome, one.began_s, one.ended_s, receipt=one.receipt)
    run.sees(*history.looks)
    run.roll(before=history.before, first=history.first, second=history.last)
    run.also_read({"notices-before": history.notices_before, "notices": history.notices})
    return run


@given(history=histories(), parts=st.sampled_from([1, 3]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_brute_force_oracle_agrees_on_generated_histories(
    history: History, parts: int, make: Callable[..., Any], tmp_path: Path
) -> None:
    """Plain loops over plain lists find the same violations of each rule as the queries do.

    However many parts the people are split into.
    """
    rmtree(tmp_path / "run", ignore_errors=True)
    run = made(make, history)
    terms = Terms.of(run.scenario, PlanRecord.read(run.folder.plan))
    found = {}
    with (
        patch("siaga.judge.books.parts_for", lambda _paths: parts),
        open_books(run.folder, terms) as books,
    ):
        for rule in (one for one in RULES if one.id in ORACLE):
            ruling = rule_on(rule, books, terms)
            silent = ruling.result.state in {"unknown", "not_applicable"}
            rows = [] if silent else books.rows("FROM found")
            found[rule.id] = Counter(tuple(row[name] for name in ORACLE[rule.id][1]) for row in rows)
            assert ruling.count == len(rows)
            assert silent or ruling.result.state == ("broken" if rows else "met")
    assert found == {rule: find(history) for rule, (find, _columns) in ORACLE.items()}
