"""Claims about a scrape as a line of the log."""

import pytest

from siaga.observe.scrape import Scrape, SeriesKey


def test_a_line_says_what_is_new_and_what_changed() -> None:
    """Names come as keys with sorted labels, changes as numbers beside their values."""
    fact = {
        "at": 5.25,
        "up": 1,
        "new": [["seats", {"state": "left", "area": "a"}]],
        "i": [0],
        "v": [7],
    }
    assert Scrape.from_json(fact) == Scrape(
        at_s=5.25,
        up=True,
        error="",
        new=(SeriesKey("seats", (("area", "a"), ("state", "left"))),),
        ids=[0],
        values=[7],
    )


def test_a_failed_scrape_has_a_reason_and_no_changes() -> None:
    """Nothing is known of the series while the page cannot be read."""
    scrape = Scrape.from_json({"at": 1, "up": 0, "error": "status 503"})
    assert (scrape.up, scrape.error, list(scrape.ids)) == (False, "status 503", [])


@pytest.mark.parametrize(
    "fact",
    [
        {},
        {"at": "noon", "up": 1},
        {"at": 1, "up": 1, "i": [0, 1], "v": [1]},
        {"at": 1, "up": 1, "new": [["seats"]]},
        {"at": 1, "up": 1, "new": [["seats", 3]]},
        {"at": 1, "up": 1, "i": 3, "v": 4},
    ],
)
def test_a_fact_that_is_no_scrape_is_refused(fact: dict[str, object]) -> None:
    """A damaged line is an error that says so, never a guess."""
    with pytest.raises(ValueError, match="it is damaged"):
        Scrape.from_json(fact)


def test_a_key_matches_by_name_and_by_some_of_its_labels() -> None:
    """Labels asked for have to be there; others may be."""
    key = SeriesKey.of("seats", {"state": "left", "area": "a"})
    assert key.matches("seats", {})
    assert key.matches("seats", {"state": "left"})
    assert not key.matches("seats", {"state": "given"})
    assert not key.matches("seats", {"colour": "red"})
    assert not key.matches("joins", {"state": "left"})
