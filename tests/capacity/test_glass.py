"""Claims about the glass: the hold alone is seen, and what nobody shows is unknown."""

from pathlib import Path

import pytest

from tests.capacity.scraped import glass


def page(asked: int, open_: int) -> str:
    """Give a page with a counter by result and a gauge of two processes."""
    return f"""asked{{result="good"}} {asked}
    asked{{result="bad"}} {asked / 10}
    open{{process="1"}} {open_}
    open{{process="2"}} {open_ * 2}"""


def test_the_hold_alone_is_seen(tmp_path: Path) -> None:
    """Rates, quantiles, and means of what all series add up to."""
    seen = glass(tmp_path, page(0, 50), page(10, 1), page(20, 2), page(40, 3))
    assert seen.rate_per_s("asked", result="good") == pytest.approx(15.0)
    assert seen.rate_per_s("asked") == pytest.approx(16.5)
    assert seen.mean("open") == 6.0
    assert seen.mean("open", {"process": "2"}) == 4.0
    assert seen.quantile("open", 0.5) == 3.0
    assert seen.labels("asked", "result") == ["bad", "good"]


def test_what_nobody_shows_is_unknown(tmp_path: Path) -> None:
    """Of no series anything is said."""
    seen = glass(tmp_path, page(0, 1), page(1, 1))
    assert (seen.rate_per_s("other"), seen.mean("other"), seen.quantile("other", 0.5)) == (None,) * 3
    assert seen.labels("other", "result") == []
