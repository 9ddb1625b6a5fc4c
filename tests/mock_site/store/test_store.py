"""Either store keeps accounts, waves and the roll, and shows every process what another acknowledged."""

import asyncio

import pytest

from mock_site.store.message import MessageKind
from mock_site.store.progress import Step
from mock_site.store.records import (
    JoinRequest,
    Notice,
    QuotaChange,
    RollEntry,
    Seats,
    Standing,
    WaveChange,
    WaveState,
)
from mock_site.store.role import StoreError
from mock_site.store.sql_store import PORTION, SqlStore
from mock_site.testing import NOW_S, SetClock, finished_account, form
from tests.mock_site.store.kinds import Letters, Place, opened, without_tables

Pair = tuple[SqlStore, SqlStore]


def wish(account_id: str, key: str = "k") -> JoinRequest:
    """Give a wish for a seat of wave 1."""
    return JoinRequest(account_id=account_id, wave="1", key=key, payload="d")


async def test_an_account_begins_with_nothing_done(stores: Pair) -> None:
    """The other store finds it by id and by e-mail."""
    account_id = await stores[0].open_account("ana@warga.test", "hash")
    assert account_id is not None
    account = await stores[1].account(account_id)
    assert account is not None
    assert account == await stores[1].account_by_email("ana@warga.test")
    assert (account.email, account.password, account.opened_at_s) == ("ana@warga.test", "hash", NOW_S)
    assert account.missing() is Step.EMAIL
    assert (account.identity, account.profile, account.phone, account.assessment) == (None,) * 4
    assert (dict(account.documents), account.profile_version) == ({}, 0)


async def test_an_email_has_one_account(stores: Pair) -> None:
    """Also where both processes are asked at once."""
    asked = [one.open_account("ana@warga.test", "hash") for one in (*stores, *stores)]
    ids = await asyncio.gather(*asked)
    assert len({one for one in ids if one is not None}) == 1
    assert ids.count(None) == 3


async def test_what_is_not_kept_is_not_found(stores: Pair) -> None:
    """Neither by id nor by e-mail."""
    assert await stores[0].account("0" * 32) is None
    assert await stores[0].account_by_email("ana@warga.test") is None


async def test_a_person_is_reminded_until_the_email_is_verified(place: Place) -> None:
    """Nobody else is."""
    post = Letters()
    async with opened(place, post=post) as store:
        await store.open_account("ana@warga.test", "hash")
        await store.remind("ana@warga.test")
        await store.remind("nobody@warga.test")
        assert [(one.kind, one.to) for one in post.messages] == [
            (MessageKind.VERIFY_EMAIL, "ana@warga.test")
        ] * 2
        done = await finished_account(store, 1)
        post.messages.clear()
        account = await store.account(done)
        assert account is not None
        await store.remind(account.email)
    assert post.messages == []


async def test_a_wave_is_changed_for_both(stores: Pair) -> None:
    """Each part by itself."""
    one, other = stores
    assert await one.change_wave("1", WaveChange(quota=7, sets_opening=True, opens_at_s=5.0))
    assert await one.change_wave("1", WaveChange(sets_closing=True, closes_at_s=6.0))
    stands = WaveState(wave="1", quota=7, given=0, opens_at_s=5.0, closes_at_s=6.0)
    assert await other.wave_state("1") == stands
    assert await one.secret() == await other.secret()
    assert len(await one.secret()) == 32


async def test_a_wave_closes_after_it_opens(stores: Pair) -> None:
    """Anything else changes nothing."""
    assert not await stores[0].change_wave(
        "1",
        WaveChange(quota=7, sets_opening=True, opens_at_s=6.0, sets_closing=True, closes_at_s=6.0),
    )
    assert (await stores[1].wave_state("1")).quota == 100


async def test_every_quota_is_noted_with_its_time(stores: Pair, clock: SetClock) -> None:
    """A change of the opening, or to the same quota, is none."""
    for later_s, change in enumerate(
        [
            WaveChange(quota=7),
            WaveChange(quota=7),
            WaveChange(sets_opening=True, opens_at_s=5.0),
            WaveChange(quota=9),
        ],
        1,
    ):
        clock.now_s = NOW_S + later_s
        assert await stores[0].change_wave("1", change)
    first, *later = await stores[1].quota_log("1")
    assert first.quota == 100
    assert later == [
        QuotaChange(at_s=NOW_S + 1, quota=7),
        QuotaChange(at_s=NOW_S + 4, quota=9),
    ]


async def test_a_wave_that_is_not_kept_is_an_error(stores: Pair) -> None:
    """It can be neither read nor changed."""
    assert not await stores[0].change_wave("9", WaveChange(quota=7))
    assert await stores[0].quota_log("9") == []
    for question in (stores[0].wave_state, stores[0].seats):
        with pytest.raises(StoreError, match=r"^wave 9 is unknown$") as caught:
            await question("9")
        assert caught.value.certain


async def test_seats_are_counted_one_by_one(place: Place, stores: Pair) -> None:
    """A registration that has gone leaves its seat neither given nor left."""
    for number in (1, 2, 3):
        await stores[0].join(wish(await finished_account(stores[0], number)))
    whole = await stores[1].seats("1")
    place.run("DELETE FROM registrations WHERE seat = 2")
    assert whole == Seats(quota=100, given=3, taken=3)
    assert await stores[1].seats("1") == Seats(quota=100, given=2, taken=3)


async def test_the_roll_tells_when_each_step_was_done(stores: Pair, clock: SetClock) -> None:
    """With the account that holds the seat."""
    account_id = await finished_account(stores[0], 1)
    clock.now_s = NOW_S + 5
    given = (await stores[0].join(wish(account_id))).registration
    assert given is not None
    ((entry,),) = [portion async for portion in stores[1].roll()]
    person = form(1)
    assert entry == RollEntry(
        registration_id=given.registration_id,
        person=person["nik"],
        key="k",
        seat=1,
        at_s=NOW_S + 5,
        standing=Standing.CONFIRMED,
        nik=person["nik"],
        phone=person["phone"],
        email=person["email"],
        name=person["name"],
        account_at_s=NOW_S,
        email_at_s=NOW_S,
        identity_at_s=NOW_S,
        profile_at_s=NOW_S,
        documents_at_s=NOW_S,
        phone_at_s=NOW_S,
        assessment_at_s=NOW_S,
    )
    notice = Notice(registration_id=given.registration_id, person=given.person, at_s=given.at_s)
    assert [one async for portion in stores[1].notices() for one in portion] == [notice]


def seated(account_id: str, seats: range) -> str:
    """Give the statement that gives an account seats which no join would."""
    columns = "registration_id, account_id, wave, person, key, payload, seat, at_s"
    values = (f"('r{n}', '{account_id}', '1', 'p{n}', 'k{n}', 'd', {n}, 0.0)" for n in seats)
    return f"INSERT INTO registrations ({columns}) VALUES {', '.join(values)}"  # noqa: S608 - our own values


async def test_the_roll_is_read_in_portions_in_order(place: Place, stores: Pair) -> None:
    """More than a portion of registrations comes whole, by seat."""
    count = PORTION + 7
    account_id = await finished_account(stores[0], 1)
    place.run(seated(account_id, range(count, 0, -1)))
    portions = [portion async for portion in stores[1].roll()]
    assert [len(portion) for portion in portions] == [PORTION, 7]
    assert [entry.seat for portion in portions for entry in portion] == [*range(1, count + 1)]


async def test_a_roll_is_of_the_instant_at_which_it_began(place: Place, stores: Pair) -> None:
    """What is given while a roll is read is not half in it."""
    account_id = await finished_account(stores[0], 1)
    place.run("UPDATE waves SET quota = 5000", seated(account_id, range(1, PORTION + 1)))
    second = await finished_account(stores[0], 2)
    roll = stores[1].roll()
    seen = [entry.seat for entry in await anext(roll)]
    given = (await stores[0].join(wish(second))).registration
    assert given is not None
    assert given.seat == PORTION + 1
    seen += [entry.seat async for portion in roll for entry in portion]
    assert seen == [*range(1, PORTION + 1)]


async def test_a_store_that_cannot_be_read_says_so(place: Place) -> None:
    """The database's errors do not reach the views as they are."""
    async with opened(place) as store:
        with without_tables(place):
            for question in (
                store.wave_state("1"),
                store.registrations_of("a"),
                anext(store.roll()),
                anext(store.notices()),
                store.seats("1"),
                store.account("a"),
                store.account_by_email("a"),
                store.identities(0.0, 1),
                store.assessments(0.0, 1),
                store.unsent(0.0, 1),
                store.depth(),
                store.quota_log("1"),
            ):
                with pytest.raises(StoreError, match=r"^the store cannot be read$"):
                    await question
        assert await store.depth() == 0


@pytest.mark.parametrize("text", ["\ud800", "ana\ud800@warga.test"])
async def test_text_that_cannot_be_kept_is_refused_alone(stores: Pair, text: str) -> None:
    """Those who wait beside it are served."""
    results = await asyncio.gather(
        stores[0].open_account("ana@warga.test", "hash"),
        stores[0].open_account(text, "hash"),
        stores[0].open_account("budi@warga.test", "hash"),
        return_exceptions=True,
    )
    assert [type(one) for one in (results[0], results[2])] == [str, str]
    assert isinstance(results[1], Exception)
    assert not isinstance(results[1], StoreError)
    assert await stores[1].account_by_email("budi@warga.test") is not None


async def test_a_store_that_is_not_open_says_so(place: Place) -> None:
    """It is used within `async with`."""
    store = opened(place)
    with pytest.raises(RuntimeError, match="not open"):
        await store.depth()
    with pytest.raises(RuntimeError, match="not open"):
        await store.remind("a")
