"""Claims about pairs of quantile curves: each step of both runs, from fastest to slowest."""

import pytest
from markupsafe import Markup

from siaga.report.charts.quantile_pair import quantile_pairs
from tests.judge.two_runs import SECONDS, joins, pair, played, spread_s

FEW = played({"join": [[0.1], *[[]] * (SECONDS - 1)]})


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing: the claims are about what is drawn, and pictures take their time."""
    monkeypatch.setattr("siaga.report.charts.chart.svg", lambda *_spec, **_names: Markup("drawn"))


def test_a_step_has_a_curve_of_each_run() -> None:
    """Dashed and whole, in order of time; a quantile that no sample lies beyond is not drawn."""
    (drawn,) = quantile_pairs(pair(played(joins(0.1)), played(joins(0.2))))
    assert (drawn.name, drawn.title) == ("step-1", "join")
    assert (
        drawn.text
        == "A: 2,000 samples, p50 99.3 ms, p99 197 ms. B: 2,000 samples, p50 199 ms, p99 394 ms."
    )
    after, before = drawn.lines
    assert [(one.label, one.dash) for one in (after, before)] == [("B", ()), ("A", (6, 4))]
    assert before.at_s[0] == 0.0
    assert before.at_s[-1] <= 3.30103 < before.at_s[-1] + 0.09
    assert list(before.values) == sorted(one or 0.0 for one in before.values)


def test_the_table_says_what_is_not_known() -> None:
    """Of a single sample there is no p99, but a slowest."""
    (drawn,) = quantile_pairs(pair(FEW, played(joins(0.2))))
    assert drawn.table is not None
    assert drawn.table.headings == ("Faster", "A", "B")
    rows = {row[0]: row[1:] for row in drawn.table.rows}
    assert rows["99 %"] == ("unknown", "394 ms")
    assert rows["99.99 %"] == ("unknown", "unknown")
    assert rows["slowest"] == ("100 ms", "400 ms")


def test_steps_come_in_order_of_name_and_the_rarest_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page of hundreds of curves would be read by nobody."""
    monkeypatch.setattr("siaga.report.charts.quantile_pair.MOST_STEPS", 2)
    seconds = {"c": [spread_s(0.1, 5)], "b": [spread_s(0.1, 2)], "a": [spread_s(0.1, 3)]}
    runs = pair(played(seconds, seconds=1), played(seconds, seconds=1))
    assert [one.title for one in quantile_pairs(runs)] == ["a", "c"]


def test_runs_without_a_sample_have_no_curves() -> None:
    """Nothing is drawn."""
    assert quantile_pairs(pair(played({}), played({}))) == ()
