"""Claims about quantile charts: both latencies as far as they are known, and what is asked of them."""

from typing import Any

import pytest

from siaga.judge.expression import parse
from siaga.judge.latencies import Latencies
from siaga.record.latency import Interval, never
from siaga.report.charts.quantiles import end_of, limits_of, quantiles
from siaga.report.counted import Counted
from siaga.report.step_table import StepRow, step_rows
from tests.judge.histograms import recorded

SPREAD_S = tuple(0.001 * one for one in range(1, 1_001))
NOTHING = Counted(steps={}, errors={}, reached={})


def _row(intended_s: tuple[float, ...], service_s: tuple[float, ...] = ()) -> StepRow:
    both = ((True, intended_s), (False, service_s))
    kept = [
        Interval(second=0, step="join", intended=intended, latencies=recorded(latencies_s))
        for intended, latencies_s in both
    ]
    (row,) = step_rows(NOTHING, Latencies(kept))
    return row


ROW = _row(SPREAD_S, tuple(one / 2 for one in SPREAD_S))


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would be drawn."""
    found: list[dict[str, Any]] = []

    def svg(spec: dict[str, Any], **_names: str) -> str:
        found.append(spec)
        return "drawn"

    monkeypatch.setattr("siaga.report.charts.quantiles.svg", svg)
    return found


def test_both_latencies_are_drawn_as_far_as_some_sample_lies_beyond() -> None:
    """Of a thousand samples up to 99.9 %; the service time is dashed."""
    chart = quantiles("quantiles-1", ROW, end_of([ROW]))
    intended, service = chart.lines
    assert [(one.label, one.dash) for one in chart.lines] == [
        ("from the intended start", ()),
        ("service", (6, 3)),
    ]
    assert (intended.at_s[0], intended.at_s[-1]) == (0.0, 3.0)
    assert intended.values[-1] == pytest.approx(0.999, rel=0.001)
    assert service.values[12] == pytest.approx(0.45, rel=0.001)
    assert chart.text == "0 samples; p99 990 ms from the intended start, 495 ms service."
    assert chart.wide == "drawn"


def test_the_table_has_the_same_quantiles_and_the_slowest() -> None:
    """None that no sample lies beyond."""
    table = quantiles("quantiles-1", ROW, end_of([ROW])).table
    assert table is not None
    assert table.headings == ("Faster", "intended", "service")
    assert table.rows == (
        ("50 %", "500 ms", "250 ms"),
        ("75 %", "750 ms", "375 ms"),
        ("90 %", "900 ms", "450 ms"),
        ("95 %", "950 ms", "475 ms"),
        ("99 %", "990 ms", "495 ms"),
        ("99.9 %", "999 ms", "500 ms"),
        ("slowest", "1 s", "500 ms"),
    )


def test_a_limit_is_a_line_up_to_its_quantile() -> None:
    """With the time that it is for, where that is not the whole run."""
    asked = [parse("p99 of join <= 1.5 s"), parse("p95 of join <= 800 ms during doors-open")]
    limits = quantiles("quantiles-1", ROW, end_of([ROW]), asked).lines[2:]
    assert [(one.label, one.at_s[0], one.values) for one in limits] == [
        ("limit of p99: 1.5 s", 0.0, (1.5, 1.5)),
        ("limit of p95 during doors-open: 800 ms", 0.0, (0.8, 0.8)),
    ]
    assert [one.at_s[1] for one in limits] == pytest.approx([2.0, 1.30103])


def test_limits_are_those_of_the_step_alone() -> None:
    """Not of another step or population, nor those of how soon all is well again."""
    texts = (
        "p99 of join <= 1.5 s",
        "p99 of home <= 1 s",
        "p99 of population join <= 1 s",
        "availability of join >= 99 %",
        "p99 of join <= 2 s within 30 s after doors-open",
    )
    kept = limits_of("join", [parse(text) for text in texts])
    assert [one.text for one in kept] == ["p99 of join <= 1.5 s"]


@pytest.mark.parametrize(("samples", "nines"), [(1, 2), (999, 2), (1_000, 3), (100_000, 4)])
def test_the_axis_reaches_as_far_as_there_are_samples(samples: int, nines: int) -> None:
    """From 99 % to 99.99 %, and a little further for the last name."""
    row = _row((0.1,) * samples)
    assert end_of([row]) == pytest.approx(1 - 10 ** -(nines + 0.25))


def test_a_step_without_a_latency_has_a_sentence() -> None:
    """It was counted all the same."""
    row = StepRow(step="join", key=False, good=1, failed=0, intended=None, service=None)
    chart = quantiles("quantiles-1", row, end_of([row]))
    assert (chart.text, chart.wide, chart.table) == ("No latency was recorded.", None, None)


def test_a_step_may_have_one_latency_alone() -> None:
    """As in logs of which the rest is damaged."""
    chart = quantiles("quantiles-1", _row((0.1,)), 0.999)
    assert chart.table is not None
    assert chart.table.headings == ("Faster", "intended")
    assert chart.text == "0 samples; p99 100 ms from the intended start."


def test_quantiles_of_who_was_never_served_are_told_and_not_drawn() -> None:
    """The curve ends before them, the table and the sentence have the word."""
    logs = [
        Interval(second=0, step="join", intended=intended, latencies=latencies)
        for intended, latencies in (
            (True, recorded((0.1,) * 90)),
            (False, recorded((0.1,) * 90)),
            (True, never(10)),
        )
    ]
    (row,) = step_rows(Counted(steps={}, errors={}, reached={}), Latencies(logs))
    chart = quantiles("quantiles-1", row, end_of([row]))
    assert chart.text == "0 samples; p99 never from the intended start, 100 ms service."
    assert chart.table is not None
    assert [one[1] for one in chart.table.rows] == ["100 ms"] * 3 + ["never", "never"]
    assert all(value is not None and value < 1 for line in chart.lines for value in line.values)
