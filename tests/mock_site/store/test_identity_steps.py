"""A number belongs to one account, and is verified or free again once the registry has answered."""

import asyncio
import datetime as dt

import pytest

from mock_site.store.progress import Identity, Step, StepResult
from mock_site.store.sql_store import SqlStore
from mock_site.store.steps import (
    FileIdentity,
    SettleIdentity,
    WriteProfile,
)
from mock_site.testing import NOW_S, SetClock, form
from tests.mock_site.store.test_taking import account_before, names, result, the_step


async def test_a_number_belongs_to_one_account(store: SqlStore) -> None:
    """Also one that is not verified yet, and where two ask at once."""
    first, second = [await account_before(store, FileIdentity, number) for number in (1, 2)]
    identity = identity_of(first)
    filed = [FileIdentity(account_id=one, identity=identity, verified=False) for one in (first, second)]
    results = await asyncio.gather(*(result(store, one) for one in filed))
    assert sorted(one.value for one in results) == ["done", "taken"]


def identity_of(account_id: str, number: int = 1) -> Identity:
    """Give the numbered person's identity."""
    step = the_step(account_id, FileIdentity, number)
    assert isinstance(step, FileIdentity)
    return step.identity


async def test_an_identity_that_waits_is_listed_until_it_is_settled(
    store: SqlStore, clock: SetClock
) -> None:
    """The oldest first, no more than asked for, none that was filed at the time or later."""
    ids = []
    for number in (1, 2, 3):
        clock.now_s = NOW_S + number
        ids.append(await account_before(store, FileIdentity, number))
        step = FileIdentity(account_id=ids[-1], identity=identity_of(ids[-1], number), verified=False)
        assert await result(store, step) is StepResult.DONE
        assert await result(store, step) is StepResult.REPEATED
    assert names(await store.identities(NOW_S + 3, 9)) == ids[:2]
    assert names(await store.identities(NOW_S + 9, 1)) == ids[:1]
    settled = SettleIdentity(account_id=ids[0], nik=form(1)["nik"], matches=True)
    outcome = await store.take(settled)
    assert outcome.result is StepResult.DONE
    assert outcome.account is not None
    assert outcome.account.done_at_s[Step.IDENTITY] == NOW_S + 3
    assert names(await store.identities(NOW_S + 9, 9)) == ids[1:]
    assert await result(store, settled) is StepResult.REPEATED


async def test_an_identity_that_does_not_match_is_free_again(store: SqlStore) -> None:
    """For another account, and the first may say again who it is."""
    first, second = [await account_before(store, FileIdentity, number) for number in (1, 2)]
    identity = identity_of(first)
    await store.take(FileIdentity(account_id=first, identity=identity, verified=False))
    outcome = await store.take(SettleIdentity(account_id=first, nik=identity.nik, matches=False))
    assert outcome.account is not None
    assert (outcome.result, outcome.account.identity) == (StepResult.DONE, None)
    assert await store.identities(NOW_S + 9, 9) == []
    again = FileIdentity(account_id=second, identity=identity, verified=True)
    assert await result(store, again) is StepResult.DONE


@pytest.mark.parametrize("matches", [True, False])
async def test_a_late_answer_on_another_number_changes_nothing(
    store: SqlStore, *, matches: bool
) -> None:
    """A sweeper that asked about what was filed before must not settle what was filed since."""
    account_id = await account_before(store, FileIdentity)
    old, new = identity_of(account_id), identity_of(account_id, 2)
    for one in (old, new):
        await store.take(FileIdentity(account_id=account_id, identity=one, verified=False))
    outcome = await store.take(SettleIdentity(account_id=account_id, nik=old.nik, matches=matches))
    assert outcome.account is not None
    assert (outcome.result, outcome.account.identity) == (StepResult.REPEATED, new)
    assert Step.IDENTITY not in outcome.account.done_at_s


async def test_a_verified_identity_stays(store: SqlStore) -> None:
    """Neither another one nor a late mismatch changes it."""
    account_id = await account_before(store, WriteProfile)
    other = Identity(nik="9" * 16, kk="9" * 16, name="Other", birth_date=dt.date(2000, 1, 1))
    for step in (
        FileIdentity(account_id=account_id, identity=other, verified=True),
        SettleIdentity(account_id=account_id, nik=form(1)["nik"], matches=False),
    ):
        outcome = await store.take(step)
        assert outcome.result is StepResult.REPEATED
        assert outcome.account is not None
        assert outcome.account.identity == identity_of(account_id)
