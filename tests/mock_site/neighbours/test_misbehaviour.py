"""Misbehaviour comes in the shares that it was told."""

import random
from collections import Counter

import pytest

from mock_site.neighbours.misbehaviour import Fate, Misbehaviour, check_share


def test_each_fate_has_its_share() -> None:
    """Of ten thousand requests; what is left is served."""
    misbehaviour = Misbehaviour(failing_share=0.5, hanging_share=0.2, malformed_share=0.1)
    dice = random.Random(5)  # noqa: S311 - a test's draws
    drawn = Counter(misbehaviour.draw(dice) for _ in range(10_000))
    shares = {fate: drawn[fate] / 10_000 for fate in Fate}
    wanted = {Fate.FAILED: 0.5, Fate.HUNG: 0.2, Fate.MALFORMED: 0.1, Fate.SERVED: 0.2}
    assert shares == pytest.approx(wanted, abs=0.02)


@pytest.mark.parametrize("share", ["failing_share", "hanging_share", "malformed_share"])
def test_a_share_of_one_is_everybody(share: str) -> None:
    """Nobody is served."""
    misbehaviour = Misbehaviour(**{share: 1.0})  # type: ignore[arg-type]
    dice = random.Random(5)  # noqa: S311 - a test's draws
    assert Fate.SERVED not in {misbehaviour.draw(dice) for _ in range(100)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"slow_ratio": 0.0},
        {"slow_ratio": 1e7},
        {"failing_status": 404},
        {"failing_share": -0.1},
        {"failing_share": 0.6, "hanging_share": 0.6},
        {"malformed_share": float("nan")},
    ],
)
def test_misbehaviour_that_could_not_be_is_refused(wrong: dict[str, float]) -> None:
    """The message says what is allowed."""
    with pytest.raises(ValueError, match="must be"):
        Misbehaviour(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^loss: is 2; it must be 0 to 1"):
        check_share("loss", 2)
