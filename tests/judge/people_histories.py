"""A History of people and moments, drawn at will and written into a run folder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
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
