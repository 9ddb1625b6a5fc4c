"""Claims about the comparison as a value: how answers add up, and how changes are written."""

import json
import math
from dataclasses import replace

import pytest

from siaga.judge.comparison import Answer, Compared, Comparison, Unit, signed, together

MEASURE = Compared(
    id="p50 of join", unit="s", before=0.1, after=0.2, change=1.0, answer=Answer.WORSE, text="t"
)
COMPARISON = Comparison(
    before="a", after="b", answer=Answer.WORSE, text="t", warnings=("w",), measures=(MEASURE,)
)


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("", "unknown"),
        ("unknown", "unknown"),
        ("unknown same", "same"),
        ("same better unknown", "better"),
        ("better worse same", "worse"),
    ],
)
def test_one_that_is_worse_is_not_outweighed_and_no_answer_is_no_same(given: str, answer: str) -> None:
    """Whatever their order."""
    answers = [Answer(one) for one in given.split()]
    assert together(answers) is together(reversed(answers)) is Answer(answer)


@pytest.mark.parametrize(
    ("change", "unit", "text"),
    [
        (0.2, "s", "+20 %"),
        (-0.035, "per_s", "-3.5 %"),
        (0.005, "ratio", "+0.5 points"),
        (0.0, "s", "+0 %"),
        (-1e-9, "s", "+0 %"),
    ],
)
def test_a_change_has_its_sign_and_that_of_a_ratio_is_in_points(
    change: float, unit: Unit, text: str
) -> None:
    """From 1 % to 1.5 % is not 0.5 % more."""
    assert signed(change, unit) == text


def test_the_comparison_is_plain_json() -> None:
    """Answers are words."""
    told = json.loads(json.dumps(COMPARISON.as_json(), allow_nan=False))
    assert (told["answer"], told["warnings"]) == ("worse", ["w"])
    assert told["measures"][0]["answer"] == "worse"
    assert set(told["measures"][0]) == {
        "id", "unit", "before", "after", "change", "low", "high", "smallest", "beyond", "p", "answer",
        "text",
    }  # fmt: skip


def test_the_measures_that_became_worse_can_be_told_apart() -> None:
    """In their order."""
    same = replace(MEASURE, answer=Answer.SAME)
    assert replace(COMPARISON, measures=(same, MEASURE)).worse == (MEASURE,)


def test_a_value_that_is_never_is_null_in_json() -> None:
    """JSON has no number for it; the text has the word."""
    never = replace(COMPARISON, measures=(replace(MEASURE, after=math.inf),))
    told = json.loads(json.dumps(never.as_json(), allow_nan=False))
    assert (told["measures"][0]["before"], told["measures"][0]["after"]) == (0.1, None)
