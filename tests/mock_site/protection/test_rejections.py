"""Rejections are counted under the layer that gave them."""

import re
from pathlib import Path

from prometheus_client import CollectorRegistry

from mock_site.protection.rejections import Reason, Rejections

NAME = "site_rejections_total"
PAGE = Path(__file__).parents[3] / "docs" / "metrics.md"


def test_every_reason_is_there_before_anybody_is_turned_away() -> None:
    """A rate over it is 0 and not unknown."""
    registry = CollectorRegistry()
    Rejections(registry)
    for reason in Reason:
        labels = {"layer": reason.layer.value, "reason": reason.word}
        assert registry.get_sample_value(NAME, labels) == 0


def test_what_is_noted_is_counted() -> None:
    """Once, and nothing else with it."""
    registry = CollectorRegistry()
    Rejections(registry).note(Reason.DISPLACED)
    assert registry.get_sample_value(NAME, {"layer": "admission", "reason": "displaced"}) == 1
    assert registry.get_sample_value(NAME, {"layer": "admission", "reason": "waited"}) == 0


def test_no_two_reasons_are_counted_as_one() -> None:
    """Layer and word name a reason."""
    assert len({(reason.layer, reason.word) for reason in Reason}) == len(Reason)


def test_every_reason_is_documented() -> None:
    """Its word stands in the row of the metric."""
    (row,) = re.findall(rf"^\| `{NAME}` .*$", PAGE.read_text("utf-8"), re.MULTILINE)
    words = {word for reason in Reason for word in (reason.layer.value, reason.word)}
    named = set(re.findall(r"`([a-z-]+)`", row.split("|")[3]))
    assert words == named - {"layer", "reason"}
