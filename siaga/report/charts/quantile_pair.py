"""A pair of quantile curves: how long a step took in two runs, from fastest to slowest."""

from collections.abc import Mapping, Sequence

from siaga.judge.amount import count, seconds
from siaga.judge.comparison_pair import Pair
from siaga.record.pool import Pool
from siaga.report.charts.chart import Chart, Table, chart
from siaga.report.charts.day_pair import LOOKS
from siaga.report.charts.line import Line
from siaga.report.charts.percentile_frame import PercentileFrame, place
from siaga.report.charts.quantile_curve import known_quantile, quantile_curve

MOST_STEPS = 24
"""How many steps are drawn, those with most samples; the table of measures has all."""

TABLED = (0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999)
"""Quantiles of the table; one that no sample lies beyond is not known."""


def quantile_pairs(pair: Pair) -> tuple[Chart, ...]:
    """Draw the curves of each step, from the intended start; in order of name."""
    pools = {
        step: [one.latencies.pool(step) for one in pair.both]
        for step in sorted({step for one in pair.both for step in one.latencies.steps})
    }
    most = sorted(pools, key=lambda step: -sum(one.total for one in pools[step]))[:MOST_STEPS]
    drawn = [step for step in pools if step in most]
    return tuple(_chart(number, step, pools[step]) for number, step in enumerate(drawn, start=1))


def _chart(number: int, step: str, pools: Sequence[Pool]) -> Chart:
    curves = [quantile_curve(one) for one in pools]
    end = max(quantile for curve in curves for quantile in (*curve, 0.9))
    return chart(
        PercentileFrame(end=end),
        [_line(*look, curve) for look, curve in zip(LOOKS, curves, strict=True)][::-1],
        name=f"step-{number}",
        title=step,
        text=_text(pools),
        table=_table(pools),
    )


def _line(label: str, tone: str, dash: tuple[int, ...], curve: Mapping[float, float]) -> Line:
    places = [place(quantile) for quantile in curve]
    return Line(label=label, tone=tone, dash=dash, at_s=places, values=tuple(curve.values()))


def _text(pools: Sequence[Pool]) -> str:
    told = (
        f"{look[0]}: {count(pool.total)} samples, p50 {seconds(pool.quantile(0.5))},"
        f" p99 {seconds(pool.quantile(0.99))}."
        for look, pool in zip(LOOKS, pools, strict=True)
    )
    return " ".join(told)


def _table(pools: Sequence[Pool]) -> Table:
    rows = [
        (f"{quantile * 100:.6g} %", *(seconds(known_quantile(pool, quantile)) for pool in pools))
        for quantile in TABLED
    ]
    slowest = ("slowest", *(seconds(pool.quantile(1.0)) for pool in pools))
    return Table(
        headings=("Faster", *(look[0] for look in LOOKS)),
        rows=(*rows, slowest),
        note="Share of the samples that were at least as fast.",
    )
