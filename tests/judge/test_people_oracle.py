"""Claims about the rules of people and moments: a second way of finding violations agrees with them."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
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
from siaga.ledger.sighting import Sighting
from siaga.record.run_record import PlanRecord
from tests.judge.hand_made import T0_S
from tests.judge.people_histories import (
    CLOSES_S,
    MOST,
    OK,
    OVER_S,
    PEOPLE,
    REFUSED,
    SKEW_S,
    UNKNOWN,
    WAY,
    WITHIN_S,
    History,
    histories,
    made,
)

Found = Counter[tuple[Any, ...]]
"""What a rule finds, by what tells its violations apart."""


def unequal(history: History) -> Found:
    """R0: look for each seat on both readings; one that comes late may be of who heard nothing."""
    heard_nothing = {one.person for one in history.asked if one.outcome in {UNKNOWN, None}}
    by_seat = [{one.seat: one for one in reading} for reading in (history.first, history.last)]
    seats = {*by_seat[0], *by_seat[1]}
    unequal = {seat for seat in seats if by_seat[0].get(seat) != by_seat[1].get(seat)}
    late = {
        seat
        for seat in unequal - by_seat[0].keys() - history.seats_before
        if by_seat[1][seat].person in heard_nothing
    }
    return Counter((seat,) for seat in unequal - late)


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


@given(history=histories(), parts=st.sampled_from([1, 3]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
