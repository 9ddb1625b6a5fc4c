"""Claims about the frame: axes in readable units, phases named where they fit."""

from itertools import pairwise
from typing import Any

import pytest

from siaga.report.charts.band import Band
from siaga.report.charts.frame import Frame
from siaga.report.charts.line import Line
from siaga.report.charts.shadow import Shadow
from siaga.report.charts.size import NARROW, WIDE, Size

LINE = Line(label="a", tone="p50", at_s=(0, 60), values=(0.02, 0.4))


def _bands(*edges_s: float) -> tuple[Band, ...]:
    pairs = pairwise(edges_s)
    return tuple(
        Band(number=place, name="doors-open", start_s=start_s, end_s=end_s, rate="1 /s")
        for place, (start_s, end_s) in enumerate(pairs, start=1)
    )


def _layers(frame: Frame, size: Size = WIDE) -> list[dict[str, Any]]:
    layers: list[dict[str, Any]] = frame.spec([LINE], size)["layer"]
    return layers


def _ticks(end_s: float, size: Size) -> list[int]:
    (first, *_rest) = _layers(Frame(bands=(), end_s=end_s), size)
    values: list[int] = first["encoding"]["x"]["axis"]["values"]
    return values


@pytest.mark.parametrize("end_s", [1, 7, 60, 180, 900, 3600, 86_400])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_time_axis_has_few_round_ticks(end_s: int, size: Size) -> None:
    """From zero on, in even steps, no more than the width has room for."""
    ticks = _ticks(end_s, size)
    assert ticks[0] == 0
    assert len(ticks) <= size.ticks + 1
    assert len({after - before for before, after in pairwise(ticks)}) <= 1


def test_minutes_are_ticked_by_minutes() -> None:
    """Three minutes have a tick every half minute."""
    assert _ticks(180, WIDE) == [0, 30, 60, 90, 120, 150, 180]


def test_a_phase_is_named_where_its_name_fits() -> None:
    """A narrow one has its number, one that is narrower still has nothing."""
    frame = Frame(bands=_bands(0, 2, 10, 180), end_s=180)
    names = [one["name"] for one in _layers(frame)[-1]["data"]["values"]]
    assert names == ["", "2", "doors-open"]


def test_phases_are_shaded_in_turn() -> None:
    """Neighbours differ."""
    shades = [
        one["odd"]
        for one in _layers(Frame(bands=_bands(0, 60, 120, 180), end_s=180))[0]["data"]["values"]
    ]
    assert shades == [1, 0, 1]


@pytest.mark.parametrize(
    ("unit", "part"), [("s", "' ms'"), ("ratio", "' %'"), ("count", "',~r'"), ("per_s", "datum.label")]
)
def test_values_are_labelled_in_their_unit(unit: str, part: str) -> None:
    """Latencies in ms and s, ratios in percent, counts as they are."""
    line = _layers(Frame(bands=(), end_s=60, unit=unit))[1]
    assert part in line["encoding"]["y"]["axis"]["labelExpr"]


def test_colours_are_those_of_the_style_sheet() -> None:
    """A chart follows light and dark without being drawn again."""
    text = str(Frame(bands=_bands(0, 60), end_s=60).spec([LINE], WIDE))
    assert "var(--p50)" in text
    assert "#" not in text.replace("$schema", "")


def test_a_logarithmic_frame_names_round_values() -> None:
    """Its ticks are those of the axis."""
    y = _layers(Frame(bands=(), end_s=60, unit="s", logarithmic=True))[1]["encoding"]["y"]
    assert y["scale"]["domain"] == [0.02, 0.5]
    assert y["axis"]["values"] == [0.02, 0.05, 0.1, 0.2, 0.5]


def test_times_of_faults_lie_over_the_phases_and_under_the_lines() -> None:
    """Each from its beginning to its end; a day without any has no such layer."""
    calm = Frame(bands=_bands(0, 60), end_s=60)
    harmed = Frame(
        bands=_bands(0, 60),
        shadows=(Shadow(start_s=5.0, end_s=9.0), Shadow(start_s=20.0, end_s=20.0)),
        end_s=60,
    )
    assert len(_layers(harmed)) == len(_layers(calm)) + 1
    shadow = _layers(harmed)[1]
    assert shadow["data"]["values"] == [{"t": 5.0, "u": 9.0}, {"t": 20.0, "u": 20.0}]
    assert shadow["mark"]["type"] == "rect"
    assert shadow["mark"]["strokeWidth"] == 1
