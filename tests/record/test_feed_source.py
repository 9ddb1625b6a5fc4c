"""Claims about the source of a feed: it is read back as it was written, and nothing else is."""

from typing import Any

import pytest

from siaga.record.feed_source import FeedSource

SOURCE = FeedSource(name="vouchers", file="../vouchers.csv", rows=3, sha256="ab" * 32)


def test_a_source_is_read_back_as_it_was_written() -> None:
    """From run.json, and from a worker's order."""
    assert FeedSource.from_json(SOURCE.as_json()) == SOURCE


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"rows": 0}, "feed 'vouchers': has 0 rows; 1 or more are allowed"),
        ({"rows": True}, "has True rows"),
        ({"rows": "3"}, "has '3' rows"),
        ({"sha256": ""}, "has no name, file or sha256"),
        ({"name": 3}, "feed 3: has no name"),
        ({"more": 1}, "feed: .* is none"),
    ],
)
def test_what_no_source_is_is_refused(changed: dict[str, Any], problem: str) -> None:
    """It may have come over a network."""
    with pytest.raises(ValueError, match=problem):
        FeedSource.from_json({**SOURCE.as_json(), **changed})
