"""Claims about a visitor's row of a feed: it is one, for the whole journey."""

from collections.abc import Callable

import pytest

from tests.crowd.visitor_stage import Stage


def test_a_visitor_has_the_same_row_of_a_feed_however_often_it_asks(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is handed out, and written down, once; another visitor is handed one of its own."""
    asked: list[tuple[str, int, float]] = []

    def hand_out(
        name: str, visitor: int, _journal: object, now_s: Callable[[], float]
    ) -> dict[str, str]:
        asked.append((name, visitor, now_s()))
        return {"code": f"{name}-{visitor}"}

    monkeypatch.setattr(stage.feeds, "hand_out", hand_out)
    me, other = stage.visitor(3), stage.visitor(4)
    assert me.feed("vouchers") is me.feed("vouchers")
    assert [one.feed("vouchers")["code"] for one in (me, other)] == ["vouchers-3", "vouchers-4"]
    assert me.feed("codes") == {"code": "codes-3"}
    assert asked == [("vouchers", 3, 10.0), ("vouchers", 4, 10.0), ("codes", 3, 10.0)]
