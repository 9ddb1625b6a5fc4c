"""Histograms of latencies, one for equal lists: most seconds of a day by hand are like the others."""

from functools import cache

from hdrh.histogram import HdrHistogram

from siaga.record.latency import histogram, record


@cache
def recorded(latencies_s: tuple[float, ...]) -> HdrHistogram:
    """Give the histogram of latencies in seconds; it is shared, and only read."""
    made = histogram()
    for latency_s in latencies_s:
        record(made, latency_s)
    return made
