"""Lots of the tests: a wave whose seats are drawn, who applied, and who has to be drawn."""

import hashlib
from collections.abc import Sequence

from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult, Registration, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.testing import NOW_S, finished_account
from tests.mock_site.store.kinds import Place

SEED = "5eed" * 16
CLOSES_S = NOW_S + 1_000.0


def to_be_drawn(place: Place, seed: str = SEED) -> None:
    """Have the seats of a new store drawn, with a seed that the test knows."""
    place.run(f"INSERT INTO draws (wave, seed) VALUES ('1', '{seed}')")  # noqa: S608 - our own seed


def application(account_id: str, key: str = "k", wave: str = "1", payload: str = "d") -> JoinRequest:
    """Give a wish for a seat, of a site that draws them."""
    return JoinRequest(account_id=account_id, wave=wave, key=key, payload=payload, by_lot=True)


async def closing(store: SqlStore, quota: int = 100) -> None:
    """Have the wave close at `CLOSES_S`, with so many seats."""
    change = WaveChange(quota=quota, sets_closing=True, closes_at_s=CLOSES_S)
    assert await store.change_wave("1", change)


async def applied(store: SqlStore, numbers: Sequence[int]) -> list[Registration]:
    """Have people apply, and give their applications."""
    outcomes = [await apply(store, number) for number in numbers]
    assert [one.result for one in outcomes] == [JoinResult.APPLIED] * len(outcomes)
    return [one.registration for one in outcomes if one.registration is not None]


async def apply(store: SqlStore, number: int) -> JoinOutcome:
    """Have somebody apply who has done everything else."""
    return await store.join(application(await finished_account(store, number)))


def lot(registration_id: str, seed: str = SEED) -> str:
    """Recompute a lot as anybody can."""
    return hashlib.sha256(f"{seed}:{registration_id}".encode()).hexdigest()


def due(registration_ids: Sequence[str], quota: int, seed: str = SEED) -> dict[str, int]:
    """Recompute who has which seat."""
    drawn = sorted(registration_ids, key=lambda one: lot(one, seed))[:quota]
    return {one: seat for seat, one in enumerate(drawn, start=1)}


async def seats_on_roll(store: SqlStore) -> dict[str, int]:
    """Give the seats that the roll has."""
    roll = [entry async for portion in store.roll() for entry in portion]
    return {one.registration_id: one.seat for one in roll if one.seat is not None}
