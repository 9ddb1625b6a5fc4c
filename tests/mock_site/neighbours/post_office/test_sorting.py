"""The sorting room delivers what it takes, once, in order, in time, unless it is told otherwise."""

import dataclasses
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from mock_site.neighbours.delay import Delay
from mock_site.neighbours.post_office.conditions import Channel, Kind, PostConditions
from mock_site.neighbours.post_office.metrics import PostMetrics
from mock_site.neighbours.post_office.parcel import Parcel
from mock_site.neighbours.post_office.sorting import PAGE, SortingRoom
from mock_site.testing import SetClock

SMS = Channel(delay=Delay(median_s=10.0), price_rupiah=400.0)


class Office:
    """A sorting room with its time, its conditions and its metrics."""

    def __init__(self, channel: Channel = SMS, most: int = 1_000, time_scale: float = 1.0) -> None:
        self.timer, self.clock = SetClock(0.0), SetClock(5_000.0)
        self.registry = CollectorRegistry()
        self.conditions = PostConditions(sms=channel, most=most)
        dice = random.Random(4)  # noqa: S311 - a test's draws
        metrics = PostMetrics(self.registry)
        self.room = SortingRoom(self.timer, self.clock, time_scale, dice, metrics)

    def take(self, key: str, to: str = "+62") -> None:
        """Take an SMS whose text is its key."""
        parcel = Parcel(kind=Kind.SMS, to=to, key=key, subject="", text=key)
        self.room.take(parcel, self.conditions)

    def pass_by(self, for_s: float) -> None:
        """Let time pass."""
        self.timer.now_s += for_s
        self.clock.now_s += for_s
        self.room.settle(self.conditions)

    def texts(self, to: str = "+62", after: int = 0) -> list[str]:
        """Give what is in an inbox."""
        return [json.loads(one)["text"] for one in self.room.after(to, after)]

    def count(self, event: str) -> float | None:
        """Give the number of messages to which this has happened."""
        labels = {"kind": "sms", "event": event}
        return self.registry.get_sample_value("post_office_messages_total", labels)


def test_a_message_is_there_when_its_delay_is_over_and_not_before() -> None:
    """With the time of its delivery, even if nobody looked then; it was paid for."""
    office = Office()
    office.take("a")
    office.pass_by(9.9)
    assert office.texts() == []
    office.pass_by(5.1)
    (message,) = [json.loads(one) for one in office.room.after("+62", 0)]
    assert message == {
        "number": 1, "kind": "sms", "subject": "", "text": "a", "delivered_at": 5_010.0
    }  # fmt: skip
    assert (office.count("taken"), office.count("delivered")) == (1, 1)
    spent = office.registry.get_sample_value("post_office_spend_rupiah_total", {"kind": "sms"})
    assert spent == 400


def test_a_time_scale_multiplies_the_delay() -> None:
    """A tenth of ten seconds."""
    office = Office(time_scale=0.1)
    office.take("a")
    office.pass_by(1.0)
    assert office.texts() == ["a"]


def test_the_same_key_again_is_the_same_message() -> None:
    """It is delivered once and paid for once."""
    office = Office()
    office.take("a")
    office.take("a")
    office.pass_by(20.0)
    office.take("a")
    office.pass_by(20.0)
    assert office.texts() == ["a"]
    assert office.count("repeated") == 2
    spent = office.registry.get_sample_value("post_office_spend_rupiah_total", {"kind": "sms"})
    assert spent == 400


def test_an_inbox_is_read_on_from_where_one_was() -> None:
    """The cursor is the number of the last that was seen; other inboxes are other people's."""
    office = Office()
    for key in "abc":
        office.take(key)
    office.take("x", to="+63")
    office.pass_by(10.0)
    first = json.loads(office.room.after("+62", 0)[0])["number"]
    assert office.texts(after=first) == ["b", "c"]
    assert office.texts(after=10_000) == []
    assert office.texts(to="+63") == ["x"]
    assert office.texts(to="+64") == []
    assert [json.loads(one)["text"] for one in office.room.newest("+62")] == ["c", "b", "a"]


def test_a_long_inbox_is_read_in_portions() -> None:
    """Each as long as a page."""
    office = Office()
    for number in range(PAGE + 5):
        office.take(f"{number}")
    office.pass_by(10.0)
    assert office.texts() == [f"{number}" for number in range(PAGE)]
    assert len(office.texts(after=PAGE)) == 5
    assert len(office.room.newest("+62")) == PAGE


@given(st.lists(st.tuples(st.sampled_from(["+62", "+63"]), st.floats(0, 20)), max_size=40))
def test_without_reordering_each_person_gets_messages_in_order(taken: list[tuple[str, float]]) -> None:
    """However the delays are drawn, and everything arrives."""
    office = Office(Channel(delay=Delay(median_s=10.0, sigma=2.0)))
    for number, (to, gap_s) in enumerate(taken):
        office.take(f"{number}", to)
        office.pass_by(gap_s)
    office.pass_by(1e9)
    for to in ("+62", "+63"):
        assert office.texts(to) == [f"{n}" for n, (one, _) in enumerate(taken) if one == to]


def test_with_reordering_messages_overtake_each_other() -> None:
    """And still all of them arrive."""
    office = Office(Channel(delay=Delay(median_s=10.0, sigma=1.0), reorder_share=1.0))
    keys = [f"{number}" for number in range(50)]
    for key in keys:
        office.take(key)
    office.pass_by(1e6)
    assert office.texts() != keys
    assert sorted(office.texts()) == sorted(keys)
    assert office.count("reordered") == 50


def test_a_share_is_lost_and_a_share_comes_twice() -> None:
    """As told, and as counted; what is lost was paid for."""
    channel = dataclasses.replace(SMS, loss_share=0.3, duplicate_share=0.2)
    office = Office(channel, most=10_000)
    for number in range(2_000):
        office.take(f"{number}", to=f"{number}")
    office.pass_by(1e6)
    lost, twice = office.count("lost"), office.count("duplicated")
    assert lost == pytest.approx(600, abs=70)
    assert twice == pytest.approx(400, abs=60)
    assert lost is not None
    assert twice is not None
    assert office.count("delivered") == 2_000 - lost + twice


def test_the_oldest_delivered_go_first_when_there_is_no_room() -> None:
    """Three are kept; an inbox that is empty is gone."""
    office = Office(most=3)
    for number in range(5):
        office.take(f"{number}", to=f"+{number}")
        office.pass_by(10.0)
    assert [office.texts(f"+{number}") for number in range(5)] == [[], [], ["2"], ["3"], ["4"]]
    assert office.count("forgotten") == 2
    assert office.registry.get_sample_value("post_office_messages_kept") == 3
    assert len(office.room._inboxes) == 3


def test_with_as_many_on_their_way_as_may_be_kept_there_is_no_room() -> None:
    """Until one of them has arrived."""
    office = Office(most=2)
    office.take("a")
    office.take("b")
    assert not office.room.has_room(office.conditions)
    assert office.registry.get_sample_value("post_office_messages_on_their_way") == 2
    office.pass_by(10.0)
    assert office.room.has_room(office.conditions)


def test_what_is_kept_of_messages_that_have_gone_does_not_grow() -> None:
    """Neither keys nor inboxes nor orders of arrival."""
    office = Office(most=10)
    for number in range(500):
        office.take(f"{number}", to=f"+{number}")
        office.pass_by(10.0)
    room = office.room
    sizes = [len(one) for one in (room._keys, room._inboxes, room._order, room._last_due_s, room._way)]
    assert sizes == [10, 10, 10, 0, 0]


@pytest.mark.parametrize(
    "wrong", [{"loss_share": 1.1}, {"duplicate_share": -1}, {"reorder_share": 2}, {"price_rupiah": -1}]
)
def test_a_channel_that_could_not_be_is_refused(wrong: dict[str, float]) -> None:
    """The message names it."""
    with pytest.raises(ValueError, match=f"^{next(iter(wrong))}: .*must be"):
        dataclasses.replace(SMS, **wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^most: is 0; it must be"):
        PostConditions(most=0)
