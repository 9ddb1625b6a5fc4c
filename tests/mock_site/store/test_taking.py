"""Every step is taken in its order, once, by whom it belongs to, and durable before it is answered."""

import asyncio
import dataclasses

import pytest

from mock_site.store.progress import Account, DocumentKind, Profile, Step, StepResult
from mock_site.store.sql_store import SqlStore
from mock_site.store.steps import (
    AddDocument,
    AskPhone,
    FileIdentity,
    HandInAssessment,
    StartAssessment,
    StepTaken,
    VerifyEmail,
    VerifyPhone,
    WriteProfile,
)
from mock_site.testing import NOW_S, SetClock, form, steps_of

CASES = [VerifyEmail, FileIdentity, WriteProfile, AddDocument, AddDocument, AskPhone]
ORDER = [*CASES, VerifyPhone, StartAssessment, HandInAssessment]


async def account_before(store: SqlStore, step: type[StepTaken], number: int = 1) -> str:
    """Open the numbered person's account and take every step before the first of a kind."""
    account_id = await store.open_account(form(number)["email"], "hash")
    assert account_id is not None
    for one in steps_of(account_id, number):
        if isinstance(one, step):
            break
        assert (await store.take(one)).result is StepResult.DONE
    return account_id


def the_step(account_id: str, step: type[StepTaken], number: int = 1) -> StepTaken:
    """Give the numbered person's first step of a kind."""
    return next(one for one in steps_of(account_id, number) if isinstance(one, step))


async def result(store: SqlStore, step: StepTaken) -> StepResult:
    """Take a step and tell how it ended."""
    return (await store.take(step)).result


async def account_of(store: SqlStore, account_id: str) -> Account:
    """Give an account that is there."""
    account = await store.account(account_id)
    assert account is not None
    return account


def names(accounts: object) -> list[str]:
    """Give the ids of accounts."""
    assert isinstance(accounts, list)
    return [one.account_id for one in accounts if isinstance(one, Account)]


async def test_an_account_goes_all_the_way(store: SqlStore, clock: SetClock) -> None:
    """Each step notes its own time, and the outcome shows the account as it then stands."""
    account_id = await account_before(store, VerifyEmail)
    done: list[Step] = []
    for later_s, step in enumerate(steps_of(account_id, 1), 1):
        clock.now_s = NOW_S + later_s
        outcome = await store.take(step)
        assert outcome.result is StepResult.DONE
        assert outcome.account == await store.account(account_id)
        assert outcome.account is not None
        done = [*outcome.account.done_at_s]
    assert done == [Step.EMAIL, Step.IDENTITY, Step.PROFILE, Step.DOCUMENTS, Step.PHONE]
    account = await store.account(account_id)
    assert account is not None
    assert list(account.done_at_s.values()) == [NOW_S + at for at in (1, 2, 3, 5, 7)]
    assert account.assessment is not None
    assert account.assessment.handed_in_at_s == NOW_S + 9


@pytest.mark.parametrize("late", range(1, len(ORDER)))
async def test_a_step_out_of_order_names_the_one_that_is_missing(store: SqlStore, late: int) -> None:
    """And changes nothing."""
    account_id = await account_before(store, VerifyEmail)
    outcome = await store.take(steps_of(account_id, 1)[late])
    assert (outcome.result, outcome.missing) == (StepResult.STEP_MISSING, Step.EMAIL)
    assert outcome.account == await store.account(account_id)
    await store.take(VerifyEmail(account_id=account_id))
    outcome = await store.take(steps_of(account_id, 1)[late])
    wanted = None if late == 1 else Step.IDENTITY
    assert outcome.missing is wanted


async def test_an_account_that_is_not_kept_takes_no_step(store: SqlStore) -> None:
    """Of any kind."""
    for step in steps_of("0" * 32, 1):
        assert await result(store, step) is StepResult.NO_ACCOUNT


async def test_the_link_may_be_followed_twice(store: SqlStore, clock: SetClock) -> None:
    """The first time counts."""
    step = VerifyEmail(account_id=await account_before(store, VerifyEmail))
    assert await result(store, step) is StepResult.DONE
    clock.now_s += 9
    outcome = await store.take(step)
    assert outcome.result is StepResult.REPEATED
    assert outcome.account is not None
    assert outcome.account.done_at_s == {Step.EMAIL: NOW_S}


async def test_a_profile_written_on_an_old_one_is_stale(store: SqlStore) -> None:
    """Of two who read the same version, one wins and the other is told."""
    account_id = await account_before(store, WriteProfile)
    written = [
        WriteProfile(
            account_id=account_id,
            profile=Profile(address=address, region="9701", education="s1", employment="none"),
            version=0,
        )
        for address in ("A", "B")
    ]
    outcomes = await asyncio.gather(*(store.take(one) for one in written))
    assert sorted(one.result.value for one in outcomes) == ["done", "stale"]
    account = await store.account(account_id)
    assert account is not None
    assert account.profile_version == 1
    winner = outcomes.index(next(one for one in outcomes if one.result is StepResult.DONE))
    assert account.profile == written[winner].profile
    blind = dataclasses.replace(written[0], version=None)
    assert await result(store, blind) is StepResult.DONE
    account = await store.account(account_id)
    assert account is not None
    assert account.profile_version == 2


async def test_documents_are_done_once_there_is_one_of_each(store: SqlStore, clock: SetClock) -> None:
    """A later picture takes the place of an earlier one, and the step keeps its time."""
    account_id = await account_before(store, AddDocument)
    ktp, selfie = [one for one in steps_of(account_id, 1) if isinstance(one, AddDocument)]
    assert (ktp.document.kind, selfie.document.kind) == (DocumentKind.KTP, DocumentKind.SELFIE)
    assert await result(store, ktp) is StepResult.DONE
    assert await result(store, ktp) is StepResult.REPEATED
    assert (await account_of(store, account_id)).missing() is Step.DOCUMENTS
    assert await result(store, selfie) is StepResult.DONE
    clock.now_s += 5
    better = dataclasses.replace(ktp.document, digest="1" * 64)
    assert await result(store, dataclasses.replace(ktp, document=better)) is StepResult.DONE
    account = await account_of(store, account_id)
    assert account.documents == {DocumentKind.KTP: better, DocumentKind.SELFIE: selfie.document}
    assert account.done_at_s[Step.DOCUMENTS] == NOW_S
