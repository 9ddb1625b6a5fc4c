"""An application: everything that is written where seats are drawn, as a story."""

from mock_site.store.message import MessageKind
from mock_site.store.records import JoinResult, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.testing import NOW_S, SetClock
from tests.mock_site.store.kinds import Place, opened
from tests.mock_site.store.lots import application, due, seats_on_roll, to_be_drawn
from tests.mock_site.store.story import BEFORE_S, Story, newcomer, person, whole

COMES, STAYS, LEAVES = 1, 2, 3
"""The people: who applies, who has applied, and whose application is taken back."""

TAKEN_BACK = "leaves"
"""The application of who leaves."""

QUOTA = 1


async def begin(place: Place) -> None:
    """Bring three people into a new store, of whom two apply."""
    place.run("UPDATE quotas SET at_s = 0")
    to_be_drawn(place)
    async with opened(place, SetClock(BEFORE_S)) as store:
        for number, one in ((STAYS, "stays"), (LEAVES, TAKEN_BACK)):
            await store.join(application(await newcomer(store, number, one)))
        await newcomer(store, COMES, "comes")


async def apply(store: SqlStore) -> object:
    """Apply."""
    outcome = await store.join(application((await person(store, COMES)).account_id))
    assert outcome.result in (JoinResult.APPLIED, JoinResult.REPLAYED)
    made = outcome.registration
    assert made is not None
    return made.registration_id, made.lot, made.at_s


async def withdrawal(store: SqlStore) -> object:
    """Take an application back, with the account that made it."""
    await store.remove(TAKEN_BACK)
    return await store.registration(TAKEN_BACK)


async def closing(store: SqlStore) -> object:
    """Close the wave, for fewer seats than there are applications."""
    change = WaveChange(quota=QUOTA, sets_closing=True, closes_at_s=NOW_S)
    assert await store.change_wave("1", change)
    state = await store.wave_state("1")
    return state.quota, state.closes_at_s, await store.quota_log("1")


async def draw(store: SqlStore) -> object:
    """Draw."""
    await store.draw("1")
    return (await store.wave_state("1")).draw


async def telling(store: SqlStore) -> object:
    """Write to everybody what was drawn."""
    await store.tell_of_draw("1")
    return (await whole(store))["messages"]


async def hold_together(store: SqlStore) -> None:
    """Check that the lowest lot has the one seat, and that each of two was told once."""
    roll = [entry.registration_id async for portion in store.roll() for entry in portion]
    assert await seats_on_roll(store) == due(roll, QUOTA)
    seats = await store.seats("1")
    assert (seats.applications, seats.drawn, seats.given, seats.taken) == (2, 1, 1, 1)
    told = [one.registration_id async for portion in store.notices() for one in portion]
    assert sorted(told) == sorted(roll)
    kinds = [row.split("'")[1] for row in (await whole(store))["messages"]]
    assert kinds.count(MessageKind.SEAT.value) == kinds.count(MessageKind.NOT_DRAWN.value) == 1


APPLICATION = Story(
    begin=begin,
    actions={
        "application": apply,
        "withdrawal": withdrawal,
        "closing": closing,
        "draw": draw,
        "telling": telling,
    },
    check=hold_together,
)
