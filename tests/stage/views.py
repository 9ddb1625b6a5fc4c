"""A view of a run under way, as the displays are given it."""

from siaga.observe.progress import ProgressView

VIEW = ProgressView(
    phase="doors-open",
    elapsed_s=75.9,
    remaining_s=104.1,
    planned=10_000,
    arrived=1_333,
    dropped=2,
    active=1_200,
    requests_per_s=4321.4,
    p99_s=1.2345,
    failed=12,
    failed_ratio=0.00345,
    seats_left=1648.0,
    due=1_340,
    workers=2,
    workers_planned=3,
    loop_lag_s=0.0125,
    cpu_ratio=0.31,
)
