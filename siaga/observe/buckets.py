"""Buckets: latencies as the classic histogram of Prometheus."""

from siaga.record.pool import Pool, highest_s

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds: below, around and far above what a visitor puts up with."""


def buckets(latencies: Pool) -> list[tuple[str, float]]:
    """Give (upper bound in seconds, latencies up to it), cumulative, the last one "+Inf".

    A bound is as sharp as the histogram: latencies up to 0.1 % above it count as below. Who was never
    served is above each of them.
    """
    slots = highest_s().searchsorted(BUCKETS_S)
    up_to = [float(latencies.ranks[slot]) for slot in slots]
    return [*zip(map(str, BUCKETS_S), up_to, strict=True), ("+Inf", float(latencies.total))]
