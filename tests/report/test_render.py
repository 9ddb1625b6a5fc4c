"""Claims about the rendering: which files a run gets, and that the same run gives the same bytes."""

import json
from typing import Any

FILES = ("verdict.json", "timeline.csv", "junit.xml", "summary.md", "report.html")


def test_every_report_is_written(go: Any, no_go: Any, inconclusive: Any, empty: Any) -> None:
    """All five files are there whatever the verdict, and nothing half-written beside them."""
    for rehearsal in (go, no_go, inconclusive, empty):
        folder = rehearsal.rendered().path
        assert [name for name in FILES if (folder / name).stat().st_size == 0] == []
        assert list(folder.glob("*.new")) == []
