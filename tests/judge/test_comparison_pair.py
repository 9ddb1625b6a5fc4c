"""Claims about a pair of runs: the seconds in which something was seen, and how few say nothing."""

import pytest

from siaga.judge.comparison_pair import too_short
from tests.judge.two_runs import pair, played, spread_s


def test_a_second_counts_in_which_something_was_seen_in_either_run() -> None:
    """In order, and no other."""
    days: list[dict[str, list[list[float]]]] = [
        {"join": [[]] * at + [spread_s(0.1)] * 2 + [[]] * (18 - at)} for at in (12, 4)
    ]
    both = pair(*(played(one) for one in days))
    assert both.seconds(lambda run, one: run.counts.good("join", one)) == [4, 5, 12, 13]
    assert both.seconds(lambda run, one: run.counts.failed("join", one)) == []


@pytest.mark.parametrize(
    ("parts", "why"), [(4, "it was seen in 4 seconds, and 5 are needed"), (5, ""), (6, "")]
)
def test_five_blocks_are_enough(parts: int, why: str) -> None:
    """With fewer nobody knows anything of chance."""
    assert too_short(parts) == why
