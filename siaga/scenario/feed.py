"""The Feed of a scenario: a file of rows, each for one visitor of some populations."""

from collections.abc import Collection
from pathlib import PurePath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from siaga.scenario.part import SOME, SOME_IN_SCHEMA, Name, Part, distinct_texts
from siaga.scenario.problem import Problem, refuse

CSV = ".csv"
FORMATS = (CSV, ".jsonl", ".ndjson")
"""Ends of the names of the files that can be read; the last two are JSON lines."""

MOST_FEEDS = 20


def _known_format(text: str) -> str:
    if PurePath(text).suffix.lower() not in FORMATS:
        refuse([Problem(text=f"{text!r} is no feed; name a file that ends in {', '.join(FORMATS)}")])
    return text


class Feed(Part):
    """Rows of a file that a journey asks for with `me.feed(NAME)`, each given to one visitor."""

    name: Name
    """What journeys call the feed."""

    file: Annotated[str, AfterValidator(_known_format)]
    """File with the rows, beside the scenario: CSV with a header, or an object of JSON in each line."""

    for_: Annotated[
        tuple[Name, ...],
        SOME,
        SOME_IN_SCHEMA,
        AfterValidator(distinct_texts),
        Field(alias="for"),
    ]
    """Populations whose visitors get a row each."""

    order: Literal["as-written", "shuffled"] = "as-written"
    """Who gets which row: the first to arrive the first one, or drawn with the scenario's seed."""

    when_out: Annotated[Literal["refuse", "leave", "begin-again"], Field(alias="when-out")] = "refuse"
    """What happens where more visitors come than there are rows: the scenario is refused, whoever finds
    none leaves, or the rows are given out again."""


def feed_problems(feeds: Collection[Feed], populations: Collection[str]) -> list[Problem]:
    """Find populations that the day does not have.

    Args:
        feeds: those of the scenario, in order.
        populations: names of those that arrive.
    """
    text = f"is no population; populations are {', '.join(populations)}"
    return [
        Problem(place=("feeds", number, "for", place), text=f"{name!r} {text}")
        for number, one in enumerate(feeds)
        for place, name in enumerate(one.for_)
        if name not in populations
    ]
