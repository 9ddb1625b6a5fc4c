"""Claims about the order of a search: where it begins, how far it goes, and what has none."""

from pathlib import Path

import pytest

from siaga.capacity import order as module
from siaga.capacity.order import Order, Wishes, order
from siaga.errors import UsageError
from siaga.scenario.load import Override
from siaga.scenario.model import Feed, Persons
from siaga.stage.request import Request
from tests.capacity.turned_day import DAY


def wishes(**more: object) -> Wishes:
    """Give wishes as the command has them."""
    given = {"precision": 0.05, "settle_s": 10.0, "hold_s": 20.0, "within_s": 1200.0} | more
    return Wishes(**given)  # type: ignore[arg-type]


def ordered(folder: Path, *put: str, **more: object) -> Order:
    """Order a search of the day."""
    path = folder / "day.yaml"
    path.write_text(DAY, encoding="utf-8")
    overrides = tuple(Override.parse(one) for one in put)
    request = Request(scenario=str(path), scale=1.0, overrides=overrides, environ={})
    return order(request, wishes(**more))


def test_a_search_begins_at_half_of_what_the_day_says(tmp_path: Path) -> None:
    """Of its configured capacity, or else of its mean rate; it goes to a hundred times as much."""
    made = ordered(tmp_path)
    assert (made.terms.from_per_s, made.terms.to_per_s) == (5.0, 500.0)
    assert ordered(tmp_path, "site.capacity=16/s").terms.from_per_s == 8.0
    own = ordered(tmp_path, from_per_s=3.0, to_per_s=9.0, precision=0.1)
    assert (own.terms.from_per_s, own.terms.to_per_s, own.terms.precision) == (3.0, 9.0, 0.1)


def test_its_day_is_without_turns_and_judged_over_the_hold(tmp_path: Path) -> None:
    """What was left out is told; a site of somebody else's keeps its seats."""
    made = ordered(
        tmp_path, "objectives.0.all=[p99 of join <= 1.5 s, max(up) >= 1]", "objectives.0.expect=null"
    )
    assert made.day.objectives[0].all == ("p99 of join <= 1.5 s during hold", "max(up) >= 1 during hold")
    assert (made.day.faults, made.left_out) == ((), ())
    assert made.locustfile.name == "opening_day.py"


def test_files_of_the_day_are_found_from_wherever_a_level_is_written(tmp_path: Path) -> None:
    """Feeds, and the rule of its people, where a file has it."""
    feed = Feed.model_validate({"name": "codes", "file": "codes.csv", "for": ["visitors"]})
    assert module._fed(feed, tmp_path).file == str(tmp_path / "codes.csv")
    theirs = Persons.model_validate({"locale": "nl_NL", "id-rule": "ids.py:Bsn"})
    shipped = Persons.model_validate({"locale": "en_US", "id-rule": "us-ssn"})
    rules = [
        one.id_rule for one in (module._persons(told, tmp_path) for told in (theirs, shipped)) if one
    ]
    assert rules == [f"{tmp_path / 'ids.py'}:Bsn", "us-ssn"]
    assert module._persons(None, tmp_path) is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"to_per_s": 1e9}, "--to: 1e.09/s would bring more visitors.*up to 111,111/s is allowed"),
        ({"to_per_s": 1.0}, "^--to: 1.0; 5.0 or more is allowed"),
        ({"from_per_s": 0.0}, "^--from: 0.0; above 0 is allowed"),
        ({"settle_s": 0.0, "hold_s": 0.0}, "^--settle: 0.0; above 0 is allowed"),
        ({"objectives": ("none",)}, "--objective none: is none; latency are known"),
    ],
)
def test_wishes_that_make_no_search_are_refused(
    more: dict[str, object], said: str, tmp_path: Path
) -> None:
    """Each with what is allowed."""
    with pytest.raises(UsageError, match=said):
        ordered(tmp_path, **more)


def test_a_stock_locust_file_has_no_rate_to_search(tmp_path: Path) -> None:
    """Its visitors wait for the site."""
    locustfile = tmp_path / "theirs.py"
    locustfile.write_text(
        "from locust import HttpUser\n\n\nclass Theirs(HttpUser):\n    pass\n", encoding="utf-8"
    )
    request = Request(
        scenario="stock-locust", host="http://127.0.0.1:1", locustfile=str(locustfile), environ={}
    )
    with pytest.raises(UsageError, match="is a stock Locust file, whose visitors wait"):
        order(request, wishes())
