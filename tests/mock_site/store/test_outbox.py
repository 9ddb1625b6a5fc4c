"""The outbox lists what was written and not sent, in the order of writing."""

import asyncio

from mock_site.store.message import Message, MessageKind
from mock_site.store.outbox import NOTED_AT_ONCE
from mock_site.store.sql_store import SqlStore
from mock_site.testing import NOW_S, SetClock
from tests.mock_site.store.kinds import Letters, Place, opened


async def test_a_message_is_listed_until_it_is_sent(store: SqlStore, clock: SetClock) -> None:
    """No more than asked for, and none that was written at the time or later."""
    for number in range(3):
        clock.now_s = NOW_S + number
        await store.open_account(f"{number}@warga.test", "hash")
    messages = await store.unsent(NOW_S + 9, 9)
    assert [one.to for one in messages] == [f"{number}@warga.test" for number in range(3)]
    assert [one.at_s for one in messages] == [NOW_S, NOW_S + 1, NOW_S + 2]
    assert {one.kind for one in messages} == {MessageKind.VERIFY_EMAIL}
    assert await store.unsent(NOW_S + 2, 9) == messages[:2]
    assert await store.unsent(NOW_S + 9, 1) == messages[:1]
    assert await store.depth() == 3
    await store.mark_sent([messages[1].message_id])
    assert await store.unsent(NOW_S + 9, 9) == [messages[0], messages[2]]
    assert await store.depth() == 2


async def test_a_message_is_sent_at_the_first_time_that_is_noted(
    place: Place, store: SqlStore, clock: SetClock
) -> None:
    """Two sweepers may note the same; numbers that are not known, or none, do no harm."""
    await store.open_account("ana@warga.test", "hash")
    (message,) = await store.unsent(NOW_S + 1, 9)
    for later_s in (5, 7):
        clock.now_s = NOW_S + later_s
        await store.mark_sent([message.message_id, 99_999])
    await store.mark_sent([])
    assert place.rows("SELECT sent_at_s FROM messages") == [(NOW_S + 5,)]


async def test_any_number_of_messages_is_noted(store: SqlStore) -> None:
    """One more than a statement has places for: those that were named and no other."""
    for number in range(NOTED_AT_ONCE + 3):
        await store.open_account(f"{number}@warga.test", "hash")
    listed = [one.message_id for one in await store.unsent(NOW_S + 1, 999)]
    await store.mark_sent([*reversed(listed[1:-1])])
    assert [one.message_id for one in await store.unsent(NOW_S + 1, 999)] == [listed[0], listed[-1]]


async def test_the_post_is_told_what_the_outbox_lists(place: Place) -> None:
    """The same messages in the same order, though two processes write at once."""
    first, second = Letters(), Letters()
    async with opened(place, post=first) as one, opened(place, post=second) as other:
        await asyncio.gather(
            *((one, other)[n % 2].open_account(f"{n}@warga.test", "hash") for n in range(40))
        )
        listed = await one.unsent(NOW_S + 1, 99)
    told = sorted([*first.messages, *second.messages], key=lambda message: message.message_id)
    assert told == listed
    assert [*first.messages] == sorted(first.messages, key=lambda message: message.message_id)
    assert len(told) == 40


async def test_a_number_is_never_given_twice(place: Place, store: SqlStore) -> None:
    """Not where the last message is gone, either: who knows the number would take the next for it."""
    await store.open_account("ana@warga.test", "hash")
    (first,) = await store.unsent(NOW_S + 1, 9)
    place.run("DELETE FROM messages")
    await store.open_account("budi@warga.test", "hash")
    (second,) = await store.unsent(NOW_S + 1, 9)
    assert second.message_id > first.message_id


def test_a_body_is_not_shown() -> None:
    """A code in it is nobody's business."""
    message = Message(
        message_id=1, kind=MessageKind.OTP, account_id="a", to="+6284", body="111111", at_s=0.0
    )
    assert "111111" not in repr(message)
