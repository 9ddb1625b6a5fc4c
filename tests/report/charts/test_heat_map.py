"""Claims about heat maps: a rectangle for each stretch of one shade, and the numbers in a table."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from siaga.report.charts.band import Band
from siaga.report.charts.day import Day
from siaga.report.charts.heat import Heat
from siaga.report.charts.heat_map import LEAST, SHADES, heat_map
from siaga.report.charts.shadow import Shadow
from siaga.report.charts.size import NARROW, SMALL, WIDE
from tests.report.rehearsal import columns

BANDS = (Band(number=1, name="doors-open", start_s=0, end_s=60, rate="1 /s"),)
DAY = Day(timeline=columns(second=(0,)), bands=BANDS, end_s=55.0)


def _heat(*rows: list[int]) -> Heat:
    return Heat(column_s=10, edges_s=(0.1, 0.2, 0.5, 1.0), counts=np.array(rows, dtype=np.int64))


HEAT = _heat([1, 0, 0], [999, 1, 0], [9_990, 9, 1], [0, 0, 0], [1, 0, 0], [1, 1, 0])


@pytest.fixture
def specs(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would be drawn."""
    found: list[dict[str, Any]] = []

    def svg(spec: dict[str, Any], **_names: str) -> str:
        found.append(spec)
        return "drawn"

    monkeypatch.setattr("siaga.report.charts.heat_map.svg", svg)
    return found


def _cells(spec: dict[str, Any]) -> dict[str, list[tuple[float, ...]]]:
    layers = [one for one in spec["layer"] if "heat" in str(one["mark"].get("fill"))]
    return {
        one["mark"]["fill"]: [(c["t"], c["u"], c["v"], c["w"]) for c in one["data"]["values"]]
        for one in layers
    }


def test_stretches_of_one_shade_are_one_rectangle(specs: list[dict[str, Any]]) -> None:
    """By the share of their moment; nothing is drawn where nothing was, or beyond the end."""
    heat_map("heat", "Latency", HEAT, DAY, WIDE)
    assert _cells(specs[0]) == {
        "var(--heat-1)": [(20, 30, 0.2, 0.5), (20, 30, 0.5, 1.0)],
        "var(--heat-2)": [(10, 20, 0.2, 0.5)],
        "var(--heat-5)": [(0, 30, 0.1, 0.2), (40, 55.0, 0.1, 0.2), (50, 55.0, 0.2, 0.5)],
    }


def test_every_shade_has_its_words() -> None:
    """The lightest begins at nothing, each further one at more."""
    assert len(SHADES) == len(LEAST)
    assert LEAST[0] == 0.0
    assert list(LEAST) == sorted(LEAST)


def test_the_words_and_the_table_say_what_is_drawn(specs: list[dict[str, Any]]) -> None:
    """Shares of each stretch, with its samples; buckets that nobody hit are left out."""
    drawn = heat_map("heat", "Latency", HEAT, DAY, WIDE, NARROW)
    assert drawn.text == (
        "100 to 200 ms was the most frequent, 99.89 % of 11,004 samples;"
        " the slowest took 500 ms to 1 s, first at 0:20."
    )
    assert (drawn.wide, drawn.narrow, len(specs)) == ("drawn", "drawn", 2)
    assert drawn.table is not None
    assert drawn.table.headings == ("Time", "Samples", "100 to 200 ms", "200 to 500 ms", "500 ms to 1 s")
    assert drawn.table.rows == (
        ("0:00", "1", "100 %", "", ""),
        ("0:10", "1,000", "99.9 %", "0.1 %", ""),
        ("0:20", "10,000", "99.9 %", "0.09 %", "0.01 %"),
        ("0:30", "0", "", "", ""),
        ("0:40", "1", "100 %", "", ""),
        ("0:50", "2", "50 %", "50 %", ""),
    )
    assert drawn.table.note == "One row is 10 s: the share of its samples that took so long."


def test_phases_and_faults_are_shown_as_in_every_chart(specs: list[dict[str, Any]]) -> None:
    """Phases behind the cells, faults over them."""
    day = Day(timeline=DAY.timeline, bands=BANDS, shadows=(Shadow(start_s=9, end_s=12),), end_s=55.0)
    heat_map("heat", "Latency", HEAT, day, SMALL)
    fills = [str(one["mark"].get("fill")) for one in specs[0]["layer"]]
    assert fills[0] == "None"
    assert fills[1:4] == ["var(--heat-1)", "var(--heat-2)", "var(--heat-5)"]
    assert fills[4] == "var(--failed)"


def test_a_small_map_names_powers_of_ten_alone(specs: list[dict[str, Any]]) -> None:
    """Between others there is no room."""
    edges_s = (0.001, 0.01, 0.1, 1.0, 10.0)
    heat = Heat(column_s=10, edges_s=edges_s, counts=np.ones((6, 4), dtype=np.int64))
    for size in (SMALL, WIDE):
        heat_map("heat", "Latency", heat, DAY, size)
    ticks = [one["layer"][1]["encoding"]["y"]["axis"]["values"] for one in specs]
    assert ticks[0] == list(edges_s)
    assert len(ticks[1]) == 13


def test_nothing_is_drawn_of_nothing(specs: list[dict[str, Any]]) -> None:
    """There is a sentence."""
    drawn = heat_map("heat", "Latency", _heat([0, 0, 0]), DAY, WIDE, NARROW)
    assert (drawn.text, drawn.wide, drawn.table) == ("No latency was recorded.", None, None)
    assert specs == []


def test_a_heat_map_is_drawn() -> None:
    """As SVG, in colours of the style sheet."""
    drawn = heat_map("heat", "Latency", HEAT, DAY, SMALL)
    assert 'id="heat-wide-title"' in str(drawn.wide)
    assert str(drawn.wide).count("var(--heat-5)") == 3


@pytest.mark.usefixtures("specs")
def test_who_was_never_served_is_told_of() -> None:
    """There is no row for them."""
    drawn = heat_map("heat", "Latency", replace(HEAT, never=1_200), DAY, WIDE)
    assert drawn.text.endswith(", first at 0:20. Never served, and not drawn: 1,200.")
    alone = heat_map("heat", "Latency", replace(_heat([0, 0, 0]), never=1), DAY, WIDE)
    assert alone.text == "No latency was recorded. Never served, and not drawn: 1."
