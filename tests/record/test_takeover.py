"""Claims about the takeover: a line that can be read back, and that nobody takes for another one."""

import json
from pathlib import Path
from typing import Any

import pytest

from siaga.record.takeover import Takeover

ONE = Takeover(lost=1, noticed_s=38.25, from_s=41.3, takers=(0, 2), visitors=(1_294, 1_293))


def test_takeovers_are_read_back_in_their_order(tmp_path: Path) -> None:
    """No file has none; times come back to the last bit, so that all draw the same line."""
    path = tmp_path / "takeovers.jsonl"
    assert list(Takeover.all_of(path)) == []
    other = Takeover(lost=0, noticed_s=-1.5, from_s=0.1 + 0.2, takers=(2,), visitors=(0,))
    ONE.write(path)
    other.write(path)
    assert list(Takeover.all_of(path)) == [ONE, other]
    assert Takeover.of(json.loads(json.dumps(ONE.as_json()))) == ONE


def test_the_run_is_told_who_takes_over_whom() -> None:
    """In a sentence, with numbers."""
    assert ONE.note == (
        "worker 1 was lost: of its visitors who are due from second 41.3 on others take over 2,587"
        " (worker 0 1,294, worker 2 1,293)"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"takers": [0, 1]},
        {"takers": [2, 2]},
        {"takers": [], "visitors": []},
        {"visitors": [1]},
        {"visitors": [1, -1]},
        {"takers": [0, "two"]},
        {"takers": 3},
        {"lost": -1},
        {"lost": None},
        {"from_s": float("nan")},
        {"from_s": "41.3"},
        {"noticed_s": None},
        {"more": 1},
    ],
    ids=str,
)
def test_what_is_no_takeover_is_refused(wrong: dict[str, Any]) -> None:
    """A visitor of it would come by nobody, or by two."""
    with pytest.raises(ValueError, match=r"is none .*; it is damaged"):
        Takeover.of(ONE.as_json() | wrong)


@pytest.mark.parametrize("fact", [{}, {"lost": 1, "takers": [0]}])
def test_half_a_takeover_is_refused(fact: dict[str, Any]) -> None:
    """Whatever is missing of it."""
    with pytest.raises(ValueError, match=r"takeover: .* is none"):
        Takeover.of(fact)
