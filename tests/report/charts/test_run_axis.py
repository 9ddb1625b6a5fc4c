"""Claims about the axis of runs: a place for each, named by its time, and changes between them."""

from datetime import UTC, datetime, timedelta

from siaga.report.charts.run_axis import RunAxis
from siaga.report.charts.size import Size

FIRST = datetime(2027, 1, 30, 8, 15, tzinfo=UTC)
SIZE = Size(width=300, height=100, ticks=4)


def _days(many: int) -> list[datetime]:
    return [FIRST + timedelta(days=day) for day in range(many)]


def test_every_run_has_the_same_room() -> None:
    """However much time lies between them; half a place is free at both ends."""
    x = RunAxis(at=_days(3)).x(SIZE)
    assert x["scale"] == {"domain": [0.5, 3.5], "nice": False}
    assert x["axis"]["values"] == [1, 2, 3]
    assert x["axis"]["labelExpr"] == (
        "datum.value == 1 ? '01-30' : datum.value == 2 ? '01-31' : datum.value == 3 ? '02-01' : ''"
    )


def test_of_many_runs_a_few_are_named() -> None:
    """Labels do not touch."""
    assert RunAxis(at=_days(500)).x(SIZE)["axis"]["values"] == [1, 126, 251, 376]


def test_runs_of_one_day_are_told_apart_by_the_hour() -> None:
    """A date would say nothing."""
    expression = RunAxis(at=[FIRST, FIRST + timedelta(hours=3)]).x(SIZE)["axis"]["labelExpr"]
    assert expression == "datum.value == 1 ? '08:15' : datum.value == 2 ? '11:15' : ''"


def test_a_change_is_a_numbered_line_before_its_first_run() -> None:
    """None where nothing changed."""
    rule, text = RunAxis(at=_days(5), changes=(2, 5)).layers(SIZE)
    rows = [{"t": 1.5, "name": "1"}, {"t": 4.5, "name": "2"}]
    assert (rule["data"], text["data"]) == ({"values": rows}, {"values": rows})
    assert RunAxis(at=_days(5)).layers(SIZE) == []


def test_numbers_of_changes_do_not_cover_each_other() -> None:
    """A line stays; which it is stands in the table."""
    rule, text = RunAxis(at=_days(100), changes=(50, 51, 52, 90)).layers(SIZE)
    assert rule["data"] == text["data"]
    assert [one["name"] for one in text["data"]["values"]] == ["1", "", "", "4"]
