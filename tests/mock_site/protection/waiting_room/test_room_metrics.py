"""The metrics page shows the people of the waiting room."""

from pathlib import Path
from unittest.mock import Mock

import pytest
from prometheus_client import CollectorRegistry

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.course import FALL_RATIO, REST_S
from mock_site.protection.waiting_room.desk import Desk
from mock_site.protection.waiting_room.load import Load
from mock_site.protection.waiting_room.room_metrics import RoomMetrics
from mock_site.protection.waiting_room.shared_words import WordsBusyError
from mock_site.testing import SetClock
from tests.mock_site.protection.waiting_room.rooms import governed_room, opened_room


def test_everybody_is_shown_where_they_are(tmp_path: Path) -> None:
    """Who waits, who is inside, and what became of the others."""
    registry, metrics = CollectorRegistry(), RoomMetrics()
    registry.register(metrics)
    assert registry.get_sample_value("site_queue_people", {"place": "inside"}) is None
    with opened_room(tmp_path / "room", SetClock(), Terms(room_capacity=2)) as (room, desk):
        metrics.desk = desk
        for _ in range(5):
            room.take()
        room.joined(0)
        room.leave(1)
        shown = {
            place: registry.get_sample_value("site_queue_people", {"place": place})
            for place in ("pre_queue", "waiting", "called", "inside")
        }
        assert shown == {"pre_queue": 0, "waiting": 1, "called": 2, "inside": 0}
        events = {
            event: registry.get_sample_value("site_queue_tickets_total", {"event": event})
            for event in ("taken", "admitted", "lapsed", "expired", "joined", "left")
        }
        assert events == {"taken": 5, "admitted": 2, "lapsed": 0, "expired": 0, "joined": 1, "left": 1}


def test_the_rate_that_is_found_is_shown_with_its_causes(tmp_path: Path) -> None:
    """Where it is, between which bounds, how often and why it was changed, and why it was last."""
    registry, metrics, clock = CollectorRegistry(), RoomMetrics(), SetClock()
    registry.register(metrics)
    assert registry.get_sample_value("site_queue_admits_per_second", {"bound": "now"}) is None
    terms = Terms(room_admits_per_s=10.0, room_measured=True)
    with governed_room(tmp_path / "room", clock, terms) as (_, _, governor):
        metrics.governor = governor
        for _ in range(2):
            clock.now_s += REST_S
            governor.hear(Load(asked=100, slow=100))

        def shown(name: str, label: str, *values: str) -> list[float | None]:
            return [registry.get_sample_value(name, {label: one}) for one in values]

        rates = shown("site_queue_admits_per_second", "bound", "least", "now", "most")
        assert rates == pytest.approx([0.2, 5.0 * FALL_RATIO**2, 10.0])
        causes = ("calm", "shed", "slow", "lag", "commits")
        assert shown("site_queue_rate_changes_total", "cause", *causes) == [0, 0, 2, 0, 0]
        assert shown("site_queue_rate_cause", "cause", *causes) == [0, 0, 1, 0, 0]


def test_a_busy_room_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of the page is shown."""
    registry, metrics = CollectorRegistry(), RoomMetrics()
    registry.register(metrics)
    with opened_room(tmp_path / "room", SetClock(), Terms()) as (_, desk):
        metrics.desk = desk
        metrics.governor = Mock(reading=Mock(side_effect=WordsBusyError))

        def busy(_: Desk) -> None:
            """Find the room held by somebody else."""
            raise WordsBusyError("words: another process holds their lock")

        monkeypatch.setattr(Desk, "census", busy)
        assert registry.get_sample_value("site_queue_people", {"place": "inside"}) is None
        assert registry.get_sample_value("site_queue_admits_per_second", {"bound": "now"}) is None
