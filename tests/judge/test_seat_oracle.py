"""Claims about the rules of seats and contents: a second way of finding violations agrees with them."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from siaga.scenario.outcome_row import OutcomeRow
from siaga.scenario.site import Site
from tests.judge.hand_made import T0_S, Run

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN
PEOPLE = ("ana", "budi", "citra", "dewi", "eka", "fajar")
TURN_S, SKEW_S, STALE_S = 10.0, 1.0, 2.0
MOMENTS = st.integers(0, 76).map(lambda quarter: quarter / 4)
"""Quarters of a second, so that equal times and times at a limit are drawn often."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One operation; `ended_s` is infinite where nobody ever heard of it."""

    number: int
    person: str
    outcome: Outcome | None
    began_s: float
    ended_s: float
    content: str
    means: str

    @property
    def may_have_done(self) -> bool:
        """Whether it was not refused."""
        return self.outcome is not REFUSED


@dataclass(frozen=True, kw_only=True)
class History:
    """Everything that happened, in plain lists; times in run seconds."""

    quotas: tuple[int, int]
    asked: Sequence[Asked]
    looks: Sequence[Sighting]
    before: Sequence[Entry]
    after: Sequence[Entry]
    bank: Sequence[tuple[int, int, int]]

    @property
    def new(self) -> list[Entry]:
        """What the run put on the roll."""
        return [one for one in self.after if one not in self.before]

    @property
    def old(self) -> list[Entry]:
        """What stood there before and still does."""
        return [one for one in self.after if one in self.before]

    def quotas_within(self, from_s: float, until_s: float) -> list[int]:
        """Give every quota that may have held at some moment of a span, whatever the clocks."""
        first, then = self.quotas
        held = [first] if from_s - SKEW_S <= TURN_S else []
        return held + ([then] if until_s + SKEW_S >= TURN_S else [])

    def operations(self, person: str, *outcomes: Outcome | None) -> list[Asked]:
        """Give the operations of a person that ended so."""
        return [one for one in self.asked if one.person == person and one.outcome in outcomes]


def beyond_quota(history: History) -> int:
    """R6: give one seat after another and look each time."""
    together, found = len(history.old), 0
    for one in sorted(history.new, key=lambda entry: entry.at_s or 0.0):
        together += 1
        at_s = (one.at_s or 0.0) - T0_S
        found += together > max(history.quotas_within(at_s, at_s))
    return found


def sent_away(history: History) -> int:
    """R7: ask everybody who was only refused whether a seat was free, then and at the end."""
    given_away = len(history.after)
    holders = {one.person for one in history.after}
    left_without = 0
    for person in PEOPLE:
        better = history.operations(person, OK, UNKNOWN, None)
        wrongly = [
            one
            for one in history.operations(person, REFUSED)
            if one.means == "sold-out"
            and given_away < min(history.quotas_within(one.began_s, one.ended_s))
        ]
        left_without += bool(wrongly) and not better and person not in holders
    return min(left_without, max(history.quotas[1] - given_away, 0))


def last_contents(said: Sequence[Asked]) -> Iterator[str]:
    """Give the contents of which each may be the last: no yes began after it had ended."""
    for one in said:
        ended_s = one.ended_s if one.outcome is OK else math.inf
        if not any(other.outcome is OK and other.began_s > ended_s for other in said):
            yield one.content


def other_contents(history: History) -> int:
    """R9: look at each new entry of somebody who said what to hold."""
    found = 0
    for entry in history.new:
        said = [one for one in history.operations(entry.person, OK, UNKNOWN, None) if one.content]
        found += bool(said) and entry.content not in set(last_contents(said))
    return found


def unaccounted(history: History) -> int:
    """R10: add up."""
    return sum(issued != given_away + left for issued, given_away, left in history.bank)


def lies(history: History) -> int:
    """R11: count, for each look, who certainly and who possibly held a seat."""
    old_people = {one.person for one in history.old}
    explained = {one.person for one in history.new if history.operations(one.person, OK, UNKNOWN, None)}
    unexplained = len(history.new) - len(explained)
    found = 0
    for look in history.looks:
        since_s = look.began_s - STALE_S
        certain = {one.person for one in history.asked if one.outcome is OK and one.ended_s <= since_s}
        possible = {
            one.person for one in history.asked if one.may_have_done and one.began_s <= look.ended_s
        }
        quotas = history.quotas_within(since_s, look.ended_s)
        most = max(max(quotas) - len(history.old) - len(certain - old_people), 0)
        least = max(min(quotas) - len(history.before) - unexplained - len(possible), 0)
        found += not least <= (look.number or 0) <= most
    return found


ORACLE: dict[str, Callable[[History], int]] = {
    "R6": beyond_quota,
    "R7": sent_away,
    "R9": other_contents,
    "R10": unaccounted,
    "R11": lies,
}


def judged(rule: str, count: int) -> tuple[int, str]:
    """Give what a rule has to say of so many violations."""
    return count, ("warned" if rule == "R7" else "broken") if count else "met"


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw operations, looks, rolls and scrapes at will, so that violations of every kind come."""
    outcomes = st.sampled_from([OK, OK, REFUSED, REFUSED, UNKNOWN, None])
    asked = []
    for number in range(draw(st.integers(1, 9))):
        outcome, began_s = draw(outcomes), draw(MOMENTS)
        asked.append(
            Asked(
                number=number,
                person=draw(st.sampled_from(PEOPLE[:5])),
                outcome=outcome,
                began_s=began_s,
                ended_s=math.inf if outcome is None else began_s + draw(st.integers(0, 12)) / 4,
                content=draw(st.sampled_from(["", "a", "b"])),
                means=draw(st.sampled_from(["", "sold-out"])) if outcome is REFUSED else "",
            )
        )
    # Times differ from row to row, so that "which of two came first" has one answer.
    rows = [
        Entry(
            person=draw(st.sampled_from(PEOPLE)),
            operation=f"k{place}",
            seat=f"{place}",
            at_s=T0_S + draw(MOMENTS) + place / 1024,
            content=draw(st.sampled_from([None, "a", "b"])),
        )
        for place in range(draw(st.integers(0, 7)))
    ]
    gone = draw(st.integers(0, min(1, len(rows))))
    return History(
        quotas=(draw(st.integers(1, 7)), draw(st.integers(1, 7))),
        asked=asked,
        looks=[look for _place in range(draw(st.integers(1, 3))) for look in _looks(draw)],
        before=rows[: gone + draw(st.integers(0, 2))],
        after=rows[gone:],
        bank=draw(st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=4)),
    )


def _looks(draw: st.DrawFn) -> list[Sighting]:
    """Give looks of one moment at every number there may be, so that both bounds are tried."""
    began_s = draw(MOMENTS)
    ended_s = began_s + draw(st.integers(0, 8)) / 4
    return [
        Sighting(what="remaining", person="zoe", number=number, began_s=began_s, ended_s=ended_s)
        for number in range(9)
    ]


def made(make: Callable[..., Run], history: History) -> Run:
    """Write a history into a run folder."""
    run = make()
    site = run.scenario.site.model_dump(by_alias=True) | {
        "quota": history.quotas[0],
        "raises": ({"with": "evening", "quota": history.quotas[1]},),
        "remaining": {"stale": f"{STALE_S:g} s"},
        "clock-skew": f"{SKEW_S:g} s",
        "seats": {"issued": "issued", "parts": ("given", "left")},
        "roll": {"content": ("name",)},
    }
    full = OutcomeRow(status=409, outcome="refused", why="Full.", means="sold-out")
    run.judged_with(site=Site.model_validate(site), outcomes=(full,))
    run.record()
    for one in history.asked:
        run.asks(one.person, one.outcome, one.began_s, one.ended_s, content=one.content, means=one.means)
    run.sees(*history.looks)
    run.roll(before=history.before, first=history.after, second=history.after)
    run.scrapes({"issued": all_, "given": given_, "left": left} for all_, given_, left in history.bank)
    return run


@given(history=histories())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_brute_force_oracle_agrees_on_generated_histories(
    history: History, make: Callable[..., Any], tmp_path: Path
) -> None:
    """Plain loops over plain lists find as many violations of each rule as the queries do."""
    _clear(tmp_path / "run")
    run = made(make, history)
    terms = Terms.of(run.scenario, PlanRecord.read(run.folder.plan))
    with open_books(run.folder, terms, workers=1) as books:
        rulings = {rule.id: rule_on(rule, books, terms) for rule in RULES if rule.id in ORACLE}
    found = {rule: (one.count, one.result.state) for rule, one in rulings.items()}
    assert found == {rule: judged(rule, count(history)) for rule, count in ORACLE.items()}


def _clear(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    if folder.exists():
        folder.rmdir()
