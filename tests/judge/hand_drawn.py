"""Draws made by hand: people, their lots, who has a seat, and what somebody saw of it."""

import hashlib
from collections.abc import Mapping, Sequence

from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting, What
from siaga.roll.entry import Entry
from siaga.scenario.roll_source import HttpSource
from tests.judge.asked import Make, changing
from tests.judge.hand_made import T0_S, Run

SEED = "5eed" * 16
DIGEST = hashlib.sha256(SEED.encode()).hexdigest()
PEOPLE = [f"p{number}" for number in range(8)]
CLOSES_S = 10.0


def in_order(people: Sequence[str] = PEOPLE, seed: str = SEED) -> list[str]:
    """Give people by their lots, the lowest first; each lot is made of `r-PERSON`."""
    return sorted(people, key=lambda one: hashlib.sha256(f"{seed}:r-{one}".encode()).hexdigest())


def seated(*people: str) -> dict[str, str]:
    """Give seats to people, in their order."""
    return {person: str(seat) for seat, person in enumerate(people, start=1)}


def entries(seats: Mapping[str, str], people: Sequence[str] = PEOPLE) -> list[Entry]:
    """Give the roll of those who applied a second apart, some of whom have a seat."""
    return [
        Entry(
            person=person,
            operation=f"k-{person}",
            seat=seats.get(person),
            at_s=T0_S + place,
            lot=f"r-{person}",
        )
        for place, person in enumerate(people, start=1)
    ]


def look(what: What, text: str, at_s: float, person: str = "ana") -> Sighting:
    """Give what somebody saw at a run second."""
    return Sighting(what=what, person=person, text=text, began_s=at_s - 0.1, ended_s=at_s)


FIXED = (look("commitment", DIGEST, 2.0), look("commitment", DIGEST, 12.0), look("seed", SEED, 12.0))


def drawn(
    make: Make, seats: Mapping[str, str], *looks: Sighting, quota: int = 3, then: int | None = None
) -> Run:
    """Make a run of a site that closes at 10 s and draws, and whose quota may change then."""
    roll = HttpSource(lot="registration_id")
    run = changing(make, quota, then, closes="evening", roll=roll.model_dump(by_alias=True))
    run.operations((person, Outcome.OK) for person in PEOPLE)
    run.roll(before=[], first=entries(seats), second=entries(seats))
    run.sees(*(looks or FIXED))
    return run
