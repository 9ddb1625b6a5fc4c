"""The metrics page shows the people of the waiting room."""

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.desk import Desk
from mock_site.protection.waiting_room.room_metrics import RoomMetrics
from mock_site.protection.waiting_room.shared_words import WordsBusyError
from mock_site.testing import SetClock
from tests.mock_site.protection.waiting_room.rooms import opened_room


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


def test_a_busy_room_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of the page is shown."""
    registry, metrics = CollectorRegistry(), RoomMetrics()
    registry.register(metrics)
    with opened_room(tmp_path / "room", SetClock(), Terms()) as (_, desk):
        metrics.desk = desk

        def busy(_: Desk) -> None:
            """Find the room held by somebody else."""
            raise WordsBusyError("words: another process holds their lock")

        monkeypatch.setattr(Desk, "census", busy)
        assert registry.get_sample_value("site_queue_people", {"place": "inside"}) is None
