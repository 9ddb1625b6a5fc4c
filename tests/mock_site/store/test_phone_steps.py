"""A code is taken once, in time, from the account and for the phone that it was sent to."""

import asyncio
import dataclasses

import pytest

from mock_site.store.message import MessageKind
from mock_site.store.progress import Step, StepResult
from mock_site.store.sql_store import SqlStore
from mock_site.store.steps import AskPhone, VerifyPhone
from mock_site.testing import NOW_S, SetClock, form
from tests.mock_site.store.kinds import Letters, Place
from tests.mock_site.store.test_taking import account_before, account_of, result


def asked(account_id: str, code: str = "111111", phone: str = "+6284") -> AskPhone:
    """Ask for a code."""
    return AskPhone(account_id=account_id, phone=phone, code=code, valid_s=300.0, most=3, within_s=600.0)


def given(account_id: str, code: str = "111111") -> VerifyPhone:
    """Give a code."""
    return VerifyPhone(account_id=account_id, code=code, most=5)


async def test_a_code_verifies_its_phone_once(place: Place, store: SqlStore, post: Letters) -> None:
    """A replay changes nothing, and the store keeps no code that was used."""
    account_id = await account_before(store, AskPhone)
    post.messages.clear()
    assert await result(store, asked(account_id)) is StepResult.DONE
    (message,) = post.messages
    assert (message.kind, message.to, message.body) == (MessageKind.OTP, "+6284", "111111")
    assert place.rows("SELECT count(*) FROM codes WHERE digest LIKE '%111111%'") == [(0,)]
    assert await result(store, given(account_id)) is StepResult.DONE
    assert await result(store, given(account_id)) is StepResult.REPEATED
    assert await result(store, given(account_id, "222222")) is StepResult.REPEATED
    assert await result(store, asked(account_id, phone="+6285")) is StepResult.REPEATED
    account = await account_of(store, account_id)
    assert (account.phone, account.done_at_s[Step.PHONE]) == ("+6284", NOW_S)
    assert place.rows("SELECT digest FROM codes") == [(None,)]


async def test_wrong_codes_use_up_the_tries(store: SqlStore) -> None:
    """After the fifth even the right one is refused, and stays so when another is sent."""
    account_id = await account_before(store, AskPhone)
    assert await result(store, given(account_id)) is StepResult.EXPIRED
    await store.take(asked(account_id))
    for _ in range(5):
        assert await result(store, given(account_id, "999999")) is StepResult.WRONG
    assert await result(store, given(account_id)) is StepResult.TOO_MANY
    await store.take(asked(account_id, "222222"))
    assert await result(store, given(account_id)) is StepResult.WRONG
    assert await result(store, given(account_id, "222222")) is StepResult.DONE


@pytest.mark.parametrize("code", ["111111", "222222", "333333"])
async def test_every_code_that_was_sent_is_good_for_its_own_time(
    store: SqlStore, clock: SetClock, code: str
) -> None:
    """Asking again voids none, so that a letter that comes late is of use; one that ended is not."""
    account_id = await account_before(store, AskPhone)
    for at_s, sent in ((0, "111111"), (100, "222222"), (200, "333333")):
        clock.now_s = NOW_S + at_s
        await store.take(asked(account_id, sent))
    clock.now_s = NOW_S + 300
    wanted = StepResult.WRONG if code == "111111" else StepResult.DONE
    assert await result(store, given(account_id, code)) is wanted


async def test_a_site_may_let_the_last_code_alone_count_and_send_any_number(store: SqlStore) -> None:
    """As it is often made: whoever asks again makes the letter that is on its way worthless."""
    account_id = await account_before(store, AskPhone)
    for number in range(9):
        step = dataclasses.replace(asked(account_id, f"{number:06}"), most=None, voids_earlier=True)
        assert await result(store, step) is StepResult.DONE
    assert await result(store, given(account_id, "000007")) is StepResult.WRONG
    assert await result(store, given(account_id, "000008")) is StepResult.DONE


async def test_tries_at_once_are_counted_each(store: SqlStore) -> None:
    """A crowd of guesses is no way round the limit."""
    account_id = await account_before(store, AskPhone)
    await store.take(asked(account_id))
    guesses = [given(account_id, f"{guess:06}") for guess in range(20)]
    results = await asyncio.gather(*(result(store, one) for one in guesses))
    assert results.count(StepResult.WRONG) == 5
    assert results.count(StepResult.TOO_MANY) == 15


async def test_a_code_holds_until_its_end(store: SqlStore, clock: SetClock) -> None:
    """Not at the end itself."""
    account_id = await account_before(store, AskPhone)
    await store.take(asked(account_id))
    clock.now_s = NOW_S + 300.0
    assert await result(store, given(account_id)) is StepResult.EXPIRED
    await store.take(asked(account_id))
    clock.now_s += 299.0
    assert await result(store, given(account_id)) is StepResult.DONE


async def test_codes_are_sent_so_often_and_no_more(store: SqlStore, clock: SetClock) -> None:
    """To one account whatever the phone, and to one phone whatever the account."""
    first, second = [await account_before(store, AskPhone, number) for number in (1, 2)]
    for later_s in range(3):
        clock.now_s = NOW_S + later_s
        assert await result(store, asked(first, phone=f"+628{later_s}")) is StepResult.DONE
    assert await result(store, asked(first, phone="+629")) is StepResult.TOO_MANY
    assert await result(store, asked(second, phone="+6280")) is StepResult.DONE
    assert await result(store, asked(second, phone="+6280")) is StepResult.DONE
    clock.now_s = NOW_S + 600.0
    assert await result(store, asked(first, phone="+6280")) is StepResult.DONE
    assert await result(store, asked(second, phone="+6280")) is StepResult.TOO_MANY


async def test_a_code_is_bound_to_the_account_that_asked(store: SqlStore) -> None:
    """Another account cannot use it, even for the same phone."""
    first, second = [await account_before(store, AskPhone, number) for number in (1, 2)]
    await store.take(asked(first))
    assert await result(store, given(second)) is StepResult.EXPIRED
    await store.take(asked(second, "222222"))
    assert await result(store, given(second)) is StepResult.WRONG


async def test_a_code_is_bound_to_the_phone_it_was_sent_to(place: Place, store: SqlStore) -> None:
    """A row that was moved to another phone does not take it."""
    account_id = await account_before(store, AskPhone)
    await store.take(asked(account_id))
    place.run("UPDATE accounts SET phone = '+6299'")
    assert await result(store, given(account_id)) is StepResult.EXPIRED
    place.run("UPDATE codes SET phone = '+6299'")
    assert await result(store, given(account_id)) is StepResult.WRONG


async def test_a_phone_is_verified_by_one_account(store: SqlStore) -> None:
    """Of two that were sent codes the first wins; a third is not even sent one."""
    ids = [await account_before(store, AskPhone, number) for number in (1, 2, 3)]
    for account_id in ids[:2]:
        assert await result(store, asked(account_id)) is StepResult.DONE
    results = await asyncio.gather(*(result(store, given(one)) for one in ids[:2]))
    assert sorted(one.value for one in results) == ["done", "taken"]
    assert await result(store, asked(ids[2])) is StepResult.TAKEN


async def test_a_code_that_was_sent_is_forgotten(place: Place, store: SqlStore) -> None:
    """The outbox keeps other messages whole."""
    account_id = await account_before(store, AskPhone)
    await store.take(asked(account_id))
    messages = await store.unsent(NOW_S + 1, 9)
    assert [one.body for one in messages] == ["", "111111"]
    await store.mark_sent([one.message_id for one in messages])
    assert place.rows("SELECT body FROM messages ORDER BY message_id") == [("",), ("",)]


def test_a_code_is_not_shown() -> None:
    """Neither where it is asked for nor where it is given."""
    step = dataclasses.replace(asked("a"), phone=form(1)["phone"])
    assert "111111" not in repr((step, given("a")))
