"""Evaluations: answers that were handed in, each with the moment at which its score is there."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mock_site.neighbours.evaluator.conditions import EvaluatorConditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Answers that were handed in.

    Attributes:
        due_s: from when on there is a score, monotonic seconds.
        score: 0 to 1.
    """

    due_s: float
    score: float


class Evaluations:
    """The evaluations that are kept, in the order in which they came.

    Args:
        timer: monotonic seconds.
        time_scale: by which every delay is multiplied.
        seed: a score depends on it and on the evaluation's id alone, so that a neighbour that was
            started again says what it would have said; nothing answered scores nothing.
        dice: draws how long an evaluation takes.
    """

    def __init__(
        self, timer: Callable[[], float], time_scale: float, seed: int, dice: random.Random
    ) -> None:
        self._timer = timer
        self._scale = time_scale
        self._seed = seed
        self._dice = dice
        self._kept: dict[str, Evaluation] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def take(
        self, evaluation_id: str, answers: Mapping[str, str], conditions: EvaluatorConditions
    ) -> bool:
        """Take answers in; False, and nothing changes, if there are some of that id already."""
        if evaluation_id in self._kept:
            return False
        while len(self._kept) >= conditions.most:
            del self._kept[next(iter(self._kept))]
        self._kept[evaluation_id] = Evaluation(
            due_s=self._timer() + conditions.grading.draw(self._dice) * self._scale,
            score=self._score(evaluation_id, answers, conditions.low_share),
        )
        return True

    def find(self, evaluation_id: str) -> Evaluation | None:
        """Give an evaluation; None if there is none of that id."""
        return self._kept.get(evaluation_id)

    def is_done(self, evaluation: Evaluation) -> bool:
        """Tell whether its score is there."""
        return self._timer() >= evaluation.due_s

    def _score(self, evaluation_id: str, answers: Mapping[str, str], low_share: float) -> float:
        if not any(answers.values()):
            return 0.0
        dice = random.Random(f"{self._seed} {evaluation_id}")  # noqa: S311 - a score, no secret
        lowest = 0.1 if dice.random() < low_share else 0.6
        return round(lowest + 0.39 * dice.random(), 3)
