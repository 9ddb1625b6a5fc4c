"""Claims about the feeds of a scenario: what may be said of them, and what is refused."""

from typing import Any

import pytest
import yaml

from siaga.errors import ScenarioError
from siaga.scenario.feed import MOST_FEEDS, Feed
from siaga.scenario.load import dump, loads
from tests.scenario.days import DAY

FEED: dict[str, Any] = {"name": "vouchers", "file": "vouchers.csv", "for": ["registrants"]}


def _day(*feeds: dict[str, Any]) -> str:
    return f"{DAY}\nfeeds: {yaml.safe_dump(list(feeds), default_flow_style=True)}"


def test_what_nobody_says_of_a_feed_is_the_strictest() -> None:
    """Rows in order, and no day with more visitors than rows."""
    (feed,) = loads(_day(FEED), "day.yaml").feeds
    assert feed == Feed(name="vouchers", file="vouchers.csv", **{"for": ("registrants",)})
    assert (feed.order, feed.when_out) == ("as-written", "refuse")


def test_a_resolved_scenario_has_its_feeds() -> None:
    """As they were written: a run folder has to be judged again."""
    day = loads(_day({**FEED, "order": "shuffled", "when-out": "leave"}), "day.yaml")
    assert loads(dump(day), "scenario.yaml").feeds == day.feeds


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (
            {"file": "vouchers.xlsx"},
            "feeds.0.file: 'vouchers.xlsx' is no feed; name a file that ends in .csv, .jsonl, .ndjson",
        ),
        ({"for": []}, "feeds.0.for: is empty; at least one is needed"),
        ({"for": ["visitors", "visitors"]}, "feeds.0.for: names ('visitors', 'visitors'); each once"),
        (
            {"for": ["nobody"]},
            "for.0: 'nobody' is no population; populations are refreshers, registrants, visitors",
        ),
        ({"order": "sorted"}, "feeds.0.order: 'sorted' is refused"),
        ({"when-out": "stop"}, "feeds.0.when-out: 'stop' is refused"),
        ({"name": "Vouchers"}, "feeds.0.name: 'Vouchers' is refused"),
    ],
)
def test_what_no_feed_is_is_refused(changed: dict[str, Any], problem: str) -> None:
    """With its place and what is allowed."""
    with pytest.raises(ScenarioError) as refused:
        loads(_day({**FEED, **changed}), "day.yaml")
    (told,) = refused.value.problems
    assert problem in told
    assert told.startswith("day.yaml:")


def test_two_feeds_of_one_name_are_refused() -> None:
    """And so are more than anybody needs."""
    with pytest.raises(ScenarioError, match=r"feeds\.1\.name: 'vouchers' stands twice"):
        loads(_day(FEED, FEED), "day.yaml")
    many = [{**FEED, "name": f"feed-{number}"} for number in range(MOST_FEEDS + 1)]
    with pytest.raises(ScenarioError, match=r"feeds: has 21 entries; at most 20 are allowed"):
        loads(_day(*many), "day.yaml")
