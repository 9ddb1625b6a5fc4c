"""Evaluations have their score when its time has come, the same whenever it is asked for."""

import random

import pytest

from mock_site.neighbours.delay import Delay
from mock_site.neighbours.evaluator.conditions import EvaluatorConditions
from mock_site.neighbours.evaluator.evaluations import Evaluation, Evaluations
from mock_site.testing import SetClock

CONDITIONS = EvaluatorConditions(grading=Delay(median_s=20.0))


def evaluations(seed: int = 1, time_scale: float = 0.5) -> tuple[Evaluations, SetClock]:
    """Give evaluations and their timer."""
    timer = SetClock(100.0)
    return Evaluations(timer, time_scale, seed, random.Random(seed)), timer  # noqa: S311 - a test's draws


def found(kept: Evaluations, evaluation_id: str) -> Evaluation:
    """Give an evaluation that is there."""
    one = kept.find(evaluation_id)
    assert one is not None
    return one


def test_a_score_is_there_after_its_time() -> None:
    """Twenty seconds at half the time."""
    kept, timer = evaluations()
    assert kept.take("a", {"q": "1"}, CONDITIONS)
    timer.now_s += 9.9
    assert not kept.is_done(found(kept, "a"))
    timer.now_s += 0.1
    assert kept.is_done(found(kept, "a"))
    assert kept.find("b") is None


def test_the_same_id_again_changes_nothing() -> None:
    """Neither the time nor the score."""
    kept, timer = evaluations()
    kept.take("a", {"q": "1"}, CONDITIONS)
    before = found(kept, "a")
    timer.now_s += 5
    assert not kept.take("a", {"q": "2"}, CONDITIONS)
    assert found(kept, "a") is before


def test_one_that_was_started_again_gives_the_same_scores() -> None:
    """What it had forgotten is handed in once more."""
    first, again, other = (evaluations(seed)[0] for seed in (1, 1, 2))
    ids = [f"{number}" for number in range(50)]
    for kept, order in ((first, ids), (again, ids[::-1]), (other, ids)):
        for one in order:
            kept.take(one, {"q": "1"}, CONDITIONS)
    scores = [[found(kept, one).score for one in ids] for kept in (first, again, other)]
    assert scores[0] == scores[1] != scores[2]


def test_scores_are_low_in_the_share_that_was_told() -> None:
    """Below one half, or at least 0.6; nothing answered is nothing."""
    for share in (0.0, 0.3, 1.0):
        kept, _ = evaluations()
        conditions = EvaluatorConditions(low_share=share)
        for number in range(1_000):
            kept.take(f"{number}", {"q": "1"}, conditions)
        scores = [found(kept, f"{number}").score for number in range(1_000)]
        assert sum(one < 0.5 for one in scores) / 1_000 == pytest.approx(share, abs=0.05)
        assert all(0.1 <= one < 0.5 or 0.6 <= one <= 1 for one in scores)
    kept.take("empty", {}, CONDITIONS)
    kept.take("blank", {"q": ""}, CONDITIONS)
    assert (found(kept, "empty").score, found(kept, "blank").score) == (0, 0)


def test_the_oldest_go_first_when_there_is_no_room() -> None:
    """Two are kept."""
    kept, _ = evaluations()
    for one in "abc":
        kept.take(one, {"q": "1"}, EvaluatorConditions(most=2))
    assert [kept.find(one) is None for one in "abc"] == [True, False, False]
    assert len(kept) == 2


@pytest.mark.parametrize("wrong", [{"low_share": 1.1}, {"most": 0}])
def test_conditions_that_could_not_be_are_refused(wrong: dict[str, float]) -> None:
    """The message names what is wrong."""
    with pytest.raises(ValueError, match=f"^{next(iter(wrong))}: .*must be"):
        EvaluatorConditions(**wrong)  # type: ignore[arg-type]
