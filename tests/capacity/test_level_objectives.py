"""Claims about what is expected of a level: what can be judged over its hold, and nothing else."""

import pytest

from siaga.capacity.level_objectives import level_objectives
from siaga.errors import UsageError
from siaga.scenario.model import Attestation, Objective


def objective(id_: str, *texts: str, **more: object) -> Objective:
    """Give an objective of one expression or of several."""
    expected = {"expect": texts[0]} if len(texts) == 1 else {"all": list(texts)}
    return Objective.model_validate({"id": id_, **expected, **more})


@pytest.mark.parametrize(
    ("asked", "judged"),
    [
        ("p99 of join <= 1.5 s", "p99 of join <= 1.5 s during hold"),
        ("p99 of join <= 1.5 s during doors-open", "p99 of join <= 1.5 s during hold"),
        ("error ratio <= 5 % during steady state", "error ratio <= 5 % during hold"),
        ("p95 of home <= 1 s over 10 s during rush", "p95 of home <= 1 s over 10 s during hold"),
        ("max(up) >= 1", "max(up) >= 1 during hold"),
        ("audit lost <= 0", "audit lost <= 0"),
    ],
)
def test_an_objective_is_judged_over_the_hold(asked: str, judged: str) -> None:
    """Whatever phase of the day it spoke of; promises are counted to the last."""
    found = level_objectives([objective("one", asked, abort=True)])
    assert [(one.expect, one.grace_s) for one in found.kept] == [(judged, None)]
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("error ratio <= 5 % within 10 s after rush", "it speaks of the course of a day"),
        ("hysteresis of join since calm >= 95 % during rush", "it speaks of the course of a day"),
        ("p95 of join <= 1 s after fault kill", "nothing is done to the site"),
        ("goodput of join >= 12/s", "it asks for so many a second, whoever comes"),
        ("last(left) <= 0", "it looks at the end of a day"),
    ],
)
def test_what_no_level_can_show_is_left_out_and_told(asked: str, why: str) -> None:
    """With the reason."""
    found = level_objectives([objective("kept", "error ratio <= 5 %"), objective("odd", asked)])
    assert [one.id for one in found.kept] == ["kept"]
    (told,) = found.left_out
    assert told.startswith(f"odd: {asked!r} is left out, for {why}")


def test_what_promql_asks_is_left_out() -> None:
    """Its question has a time of its own."""
    asked = objective("odd", 'promql "up" >= 1')
    (told,) = level_objectives([objective("kept", "error ratio <= 5 %"), asked]).left_out
    assert told.endswith("for its question has a time of its own")


def test_of_several_expressions_those_stay_that_can() -> None:
    """The others are told of."""
    found = level_objectives([objective("both", "max(up) >= 1", "last(left) <= 0")])
    assert [one.all for one in found.kept] == [("max(up) >= 1 during hold",)]
    assert len(found.left_out) == 1


def test_a_persons_word_is_no_matter_of_load() -> None:
    """It is left out."""
    word = Objective(id="word", attest=Attestation(owner="Ana"))
    found = level_objectives([word, objective("one", "error ratio <= 5 %")])
    assert found.left_out == ("word: a person attests it, whatever the load is",)


def test_those_that_are_named_alone_count() -> None:
    """A name that is none is refused."""
    given = [objective("one", "error ratio <= 5 %"), objective("two", "max(up) >= 1")]
    assert [one.id for one in level_objectives(given, ["two"]).kept] == ["two"]
    with pytest.raises(UsageError, match="--objective three: is none; one, two are known"):
        level_objectives(given, ["three"])


def test_a_day_of_which_nothing_could_decide_is_refused() -> None:
    """With all that was left out; a dry run decides nothing."""
    given = [
        objective("one", "goodput of join >= 1/s"),
        objective("two", "max(up) >= 1", **{"dry-run": True}),
    ]
    with pytest.raises(UsageError, match=r"none of them can be expected(.|\n)*one: 'goodput of join"):
        level_objectives(given)
