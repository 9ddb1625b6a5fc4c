"""Claims about the parts of a scenario: what a list may hold, and what an editor is told of a key."""

from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from siaga.scenario.part import SOME, Count, Name, Part, distinct, distinct_texts
from siaga.scenario.quantity import DurationS, SomeS


class Piece(Part):
    """A part that other parts are made of."""

    name: Name
    """What it is called."""

    plain_s: DurationS = 1.0
    """A duration as any."""

    tight_s: Annotated[SomeS, Field(alias="tight", ge=5, le=60)] = 5.0
    """A duration with limits of its own."""

    above_s: Annotated[DurationS, Field(alias="above", gt=2)] = 3.0
    """A duration that some is not enough of."""

    loose_s: Annotated[DurationS, Field(alias="loose", ge=-5, le=1e9)] = 0.0
    """A duration whose limits are wider than those of any."""

    pieces: Annotated[Count, Field(ge=1, description="Said elsewhere.")] = 1
    """How many there are."""


class Whole(Piece):
    """A part made of another one."""

    name: Name = "whole"
    """What the whole is called."""

    inner: Piece | None = None
    """What is inside of it."""


def _refusal(kind: Any, given: object) -> list[tuple[tuple[int | str, ...], str]]:  # noqa: ANN401 - an annotation
    """Give place and text of each problem."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(given)
    return [(one["loc"], one["msg"]) for one in refused.value.errors()]


def test_an_editor_is_told_what_stands_below_a_key_and_its_tightest_limits() -> None:
    """Its own limits or those of the quantity that it is; by the name that the file has for it."""
    told = Piece.model_json_schema(by_alias=True)["properties"]
    assert {name: one["description"] for name, one in told.items()} == {
        "name": "What it is called.",
        "plain_s": "A duration as any.",
        "tight": "A duration with limits of its own.",
        "above": "A duration that some is not enough of.",
        "loose": "A duration whose limits are wider than those of any.",
        "pieces": "Said elsewhere.",
    }
    limits = {
        name: {key: limit for key, limit in one.items() if key.lower().endswith("imum")}
        for name, one in told.items()
    }
    assert limits == {
        "name": {},
        "plain_s": {"minimum": 0, "maximum": 604_800},
        "tight": {"exclusiveMinimum": 0, "minimum": 5, "maximum": 60},
        "above": {"exclusiveMinimum": 2, "minimum": 0, "maximum": 604_800},
        "loose": {"minimum": 0, "maximum": 604_800},
        "pieces": {"minimum": 1, "maximum": 1_000_000_000},
    }


def test_a_part_made_of_another_has_its_keys_and_may_say_more_of_them() -> None:
    """What stands below a key counts where the key stands last."""
    told = Whole.model_json_schema(by_alias=True)["properties"]
    assert (told["name"]["description"], told["plain_s"]["description"]) == (
        "What the whole is called.",
        "A duration as any.",
    )
    assert told["inner"]["description"] == "What is inside of it."


def test_a_list_of_something_is_not_empty() -> None:
    """Whatever is in it."""
    assert _refusal(Annotated[tuple[int, ...], SOME], ()) == [((), "is empty; at least one is needed")]
    assert TypeAdapter(Annotated[tuple[int, ...], SOME]).validate_python((0,)) == (0,)


def test_parts_that_have_to_differ_are_told_where_one_stands_again() -> None:
    """By the name of the key in the file; each but the first."""
    pieces = [{"name": name, "tight": 9} for name in ("a", "b", "a", "a")]
    assert _refusal(Annotated[tuple[Piece, ...], distinct("name")], pieces) == [
        ((2, "name"), "'a' stands twice; names must differ"),
        ((3, "name"), "'a' stands twice; names must differ"),
    ]
    assert _refusal(Annotated[tuple[Piece, ...], distinct("tight_s", "tight")], pieces[:2]) == [
        ((1, "tight"), "9.0 stands twice; names must differ")
    ]
    read = TypeAdapter(Annotated[tuple[Piece, ...], distinct("name")]).validate_python(pieces[:2])
    assert [one.name for one in read] == ["a", "b"]


def test_texts_that_have_to_differ_are_told_all_together() -> None:
    """Those that do are taken as they are."""
    kind = Annotated[tuple[str, ...], AfterValidator(distinct_texts)]
    assert _refusal(kind, ("a", "b", "a")) == [((), "names ('a', 'b', 'a'); each once is allowed")]
    assert TypeAdapter(kind).validate_python(("a", "b")) == ("a", "b")
