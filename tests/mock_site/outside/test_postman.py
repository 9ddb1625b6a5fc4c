"""The postman brings every durable message, whatever fails on the way."""

import asyncio
import random
from collections.abc import Sequence

import pytest

from mock_site.layers import Level
from mock_site.outside.letter import Letter
from mock_site.outside.metrics import CallResult
from mock_site.outside.postman import Postman, Round
from mock_site.outside.wire import CallError, Reply
from mock_site.store.message import Message, MessageKind
from mock_site.store.role import StoreError
from tests.mock_site.outside.told import LineOverWire, MakeLine

# Time in these tests is the loop's own, which jumps to whatever is due next.
pytestmark = pytest.mark.looptime

TAKEN = Reply(status=202, content={"taken": 1_000})
"""All of a sack, however many there are in it."""


class Outbox:
    """An outbox in memory, which fails when told."""

    def __init__(self, *messages: Message) -> None:
        self.left = {one.message_id: one for one in messages}
        self.fails = False

    async def unsent(self, before_s: float, most: int) -> Sequence[Message]:
        """Read what is left."""
        self._fail()
        return [one for one in self.left.values() if one.at_s < before_s][:most]

    async def mark_sent(self, message_ids: Sequence[int]) -> None:
        """Note what was sent."""
        self._fail()
        for one in message_ids:
            self.left.pop(one, None)

    async def depth(self) -> int:
        """Count what is left."""
        self._fail()
        return len(self.left)

    def _fail(self) -> None:
        if self.fails:
            raise StoreError("the store is gone", certain=True)


def message(number: int, at_s: float = 0.0) -> Message:
    """Give a message."""
    return Message(
        message_id=number, kind=MessageKind.OTP, account_id="a", to="+62", body="1", at_s=at_s
    )


def letter(_message: Message) -> Letter:
    """Give the same letter for all."""
    return Letter(channel="sms", subject="", text="t")


def sacks(line: LineOverWire) -> list[list[int]]:
    """Give the numbers of the messages in each sack that was sent."""
    contents = [content for _, _, content in line.wire.sent if content is not None]
    return [[int(one["key"].split("-")[1]) for one in content["messages"]] for content in contents]


def failures(line: LineOverWire) -> float | None:
    """Give how many sacks were cut off, or refused."""
    return line.registry.get_sample_value("site_message_failures_total", {"kind": "otp"})


def postman_of(line: LineOverWire, round_: Round) -> Postman:
    """Give a postman whose clock is the loop's."""
    dice = random.Random(1)  # noqa: S311 - spreads sweeps
    return Postman(
        line.line, line.metrics, lambda: asyncio.get_running_loop().time() + 1_000, dice, round_
    )


async def working(postman: Postman, outbox: Outbox, for_s: float) -> None:
    """Let a postman work for so long."""
    task = asyncio.create_task(postman.work(outbox, letter, "store"))
    await asyncio.sleep(for_s)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_message_is_brought_at_once_and_noted(line_over: MakeLine) -> None:
    """With a key that the store and the message make, and the outbox is empty then."""
    line, outbox = line_over(Level.OFF, TAKEN), Outbox(message(7, 1_000.0))
    postman = postman_of(line, Round())
    postman.written([message(7, 1_000.0)])
    await working(postman, outbox, 0.3)
    sent = {"kind": "sms", "to": "+62", "key": "store-7-1000.000000", "subject": "", "text": "t"}
    assert line.wire.sent == [("POST", "/sacks", {"messages": [sent]})]
    assert outbox.left == {}
    assert postman._in_hand == set()
    assert line.registry.get_sample_value("site_messages_sent_total", {"kind": "otp"}) == 1
    assert line.registry.get_sample_value("site_otp_cost_rupiah_total") == 400


async def test_messages_that_wait_share_a_sack(line_over: MakeLine) -> None:
    """As many as one may have, in their order; each is counted and noted."""
    outbox = Outbox(*(message(number) for number in range(7)))
    line = line_over(Level.OFF, TAKEN)
    postman = postman_of(line, Round(hands=2, sack=3))
    postman.written([*outbox.left.values()])
    await working(postman, outbox, 0.3)
    assert sacks(line) == [[0, 1, 2], [3, 4, 5], [6]]
    assert outbox.left == {}
    assert line.registry.get_sample_value("site_messages_sent_total", {"kind": "otp"}) == 7
    assert line.registry.get_sample_value("site_otp_cost_rupiah_total") == 2_800


async def test_what_of_a_sack_was_not_taken_comes_first_in_the_next(line_over: MakeLine) -> None:
    """Which are as large as what was taken, and grow again; each that was cut off is one failure."""
    outbox = Outbox(*(message(number) for number in range(13)))
    two, one = (Reply(status=202, content={"taken": number}) for number in (2, 1))
    line = line_over(Level.OFF, two, one, TAKEN)
    postman = postman_of(line, Round(hands=1, sack=5, pause_s=1.0, sweep_s=1_000.0))
    postman.written([*outbox.left.values()])
    await working(postman, outbox, 0.5)
    assert [*outbox.left] == [*range(2, 13)]
    assert failures(line) == 1
    await working(postman, outbox, 1.6)
    assert sacks(line) == [[0, 1, 2, 3, 4], [2, 3], [3], [4, 5], [6, 7, 8, 9], [10, 11, 12]]
    assert outbox.left == {}
    assert failures(line) == 2


async def test_a_sack_whose_answer_says_no_number_is_brought_later(line_over: MakeLine) -> None:
    """From the outbox, since nobody knows whether the post office wants it."""
    outbox = Outbox(*(message(number) for number in range(2)))
    line = line_over(Level.OFF, Reply(status=202, content={"taken": None}), TAKEN)
    postman = postman_of(line, Round(hands=1))
    postman.written([*outbox.left.values()])
    await working(postman, outbox, 0.3)
    assert [*outbox.left] == [0, 1]
    assert postman._in_hand == set()
    await working(postman, outbox, 20.0)
    assert sacks(line) == [[0, 1], [0, 1]]
    assert outbox.left == {}


async def test_a_post_office_that_wants_to_be_left_alone_is(line_over: MakeLine) -> None:
    """Until it wants the next, which is what it did not take."""
    outbox = Outbox(*(message(number) for number in range(3)))
    line = line_over(Level.HARDENED, CallError(CallResult.LIMITED, 20.0), TAKEN)
    postman = postman_of(line, Round(hands=1, sack=2, sweep_s=1_000.0))
    postman.written([*outbox.left.values()])
    await working(postman, outbox, 19.0)
    assert sacks(line) == [[0, 1]]
    assert failures(line) == 2
    postman.written([message(3)])
    await working(postman, outbox, 2.0)
    assert sacks(line)[1:] == [[0, 1], [2, 3]]


async def test_a_message_that_is_refused_keeps_back_no_other(line_over: MakeLine) -> None:
    """A sack that the post office makes nothing of is brought in halves."""
    outbox = Outbox(*(message(number) for number in range(4)))
    refused = Reply(status=400, content={"error": "invalid"})
    line = line_over(Level.OFF, refused, refused, TAKEN, refused, TAKEN)
    postman = postman_of(line, Round(hands=1, pause_s=1_000.0))
    postman.written([*outbox.left.values()])
    await working(postman, outbox, 1.0)
    assert sacks(line) == [[0, 1, 2, 3], [0, 1], [0], [1], [2, 3]]
    assert [*outbox.left] == [1]


async def test_what_was_forgotten_is_found_in_the_outbox(line_over: MakeLine) -> None:
    """All of a process that died, in portions, and the depth is told."""
    outbox = Outbox(*(message(number) for number in range(25)))
    line = line_over(Level.OFF, TAKEN)
    await working(postman_of(line, Round(most=10)), outbox, 20.0)
    assert outbox.left == {}
    assert [number for one in sacks(line) for number in one] == [*range(25)]
    assert line.registry.get_sample_value("site_outbox_messages") == 0


async def test_a_long_outbox_is_not_counted_with_every_portion(line_over: MakeLine) -> None:
    """It is read in a hundred portions, and counted as often as without them."""
    outbox = Outbox(*(message(number) for number in range(1_000)))
    counted = []
    depth = outbox.depth

    async def counting() -> int:
        """Count, and note it."""
        counted.append(asyncio.get_running_loop().time())
        return await depth()

    outbox.depth = counting  # type: ignore[method-assign]
    line = line_over(Level.OFF, TAKEN)
    await working(postman_of(line, Round(most=10)), outbox, 60.0)
    assert outbox.left == {}
    assert 10 <= len(counted) <= 41


async def test_a_message_that_is_too_young_is_still_somebodys_business(line_over: MakeLine) -> None:
    """The process that wrote it brings it."""
    line, outbox = line_over(Level.OFF, TAKEN), Outbox(message(1, 1_100.0))
    await working(postman_of(line, Round()), outbox, 50.0)
    assert line.wire.sent == []


async def test_a_failure_is_counted_and_the_message_brought_later(line_over: MakeLine) -> None:
    """The post office was down for a while."""
    line = line_over(Level.OFF, *[CallError(CallResult.CUT)] * 3, TAKEN)
    outbox = Outbox(message(1))
    postman = postman_of(line, Round())
    postman.written([message(1)])
    await working(postman, outbox, 60.0)
    assert outbox.left == {}
    assert len(line.wire.sent) == 4
    assert failures(line) == 3


async def test_a_full_queue_leaves_messages_to_the_outbox(line_over: MakeLine) -> None:
    """Nobody waits, nothing is lost, and the count is told."""
    line, outbox = line_over(Level.OFF, TAKEN), Outbox(*(message(number) for number in range(5)))
    postman = postman_of(line, Round(queue=2))
    postman.written([message(number) for number in range(5)])
    assert line.registry.get_sample_value("site_messages_passed_over_total") == 3
    await working(postman, outbox, 60.0)
    assert outbox.left == {}


async def test_a_message_in_hand_is_not_taken_twice(line_over: MakeLine) -> None:
    """A sweep finds what is on its way already."""
    line, outbox = line_over(Level.OFF, 100.0), Outbox(message(1))
    postman = postman_of(line, Round(sweep_s=1.0))
    postman.written([message(1)])
    await working(postman, outbox, 50.0)
    assert len(line.wire.sent) == 1


async def test_what_could_not_be_noted_is_noted_later_and_not_brought_again(
    line_over: MakeLine,
) -> None:
    """The store was away when the post office had said yes."""
    line, outbox = line_over(Level.OFF, TAKEN), Outbox(message(1))
    outbox.fails = True
    postman = postman_of(line, Round())
    postman.written([message(1)])
    await working(postman, outbox, 20.0)
    assert list(outbox.left) == [1]
    outbox.fails = False
    await working(postman, outbox, 20.0)
    assert outbox.left == {}
    assert len(line.wire.sent) == 1


async def test_a_postman_who_is_called_back_notes_what_was_taken(line_over: MakeLine) -> None:
    """Even if it was the moment before."""
    line, outbox = line_over(Level.OFF, TAKEN), Outbox(message(1))
    postman = postman_of(line, Round(note_s=1_000.0))
    postman.written([message(1)])
    await working(postman, outbox, 0.1)
    assert outbox.left == {}


async def test_a_post_office_that_is_down_is_not_hammered(line_over: MakeLine) -> None:
    """Each hand rests after a failure: two hands, two tries a second."""
    line = line_over(Level.OFF, CallError(CallResult.CUT))
    outbox = Outbox(*(message(number) for number in range(1_000)))
    await working(postman_of(line, Round(hands=2, pause_s=1.0)), outbox, 100.0)
    assert 100 <= len(line.wire.sent) <= 202


@pytest.mark.parametrize(
    "wrong",
    [
        {"hands": 0},
        {"sack": 0},
        {"queue": 0},
        {"most": 0},
        {"note_s": 0},
        {"sweep_s": 0},
        {"age_s": -1},
        {"pause_s": -1},
    ],
)
def test_a_round_that_could_not_work_is_refused(wrong: dict[str, float]) -> None:
    """The message says what is allowed."""
    with pytest.raises(ValueError, match=r"^round: .*must be"):
        Round(**wrong)  # type: ignore[arg-type]
