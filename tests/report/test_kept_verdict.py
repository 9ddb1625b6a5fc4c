"""Claims about the kept verdict: verdict.json is read as it was written, and nothing else is."""

import math
import os
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.judge.verdict import Decision, State
from siaga.report.kept_verdict import LARGEST_BYTES, KeptLoad, KeptVerdict
from siaga.report.render import verdict_json
from tests.report.verdicts import go_verdict

GO = go_verdict((4, 8))


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    """Decision, reason, score, load, and every expression of every objective."""
    path = tmp_path / "verdict.json"
    path.write_text(verdict_json(GO), encoding="utf-8")
    kept = KeptVerdict.read(path)
    assert (kept.verdict, kept.score, kept.reason) == (Decision.GO, 100.0, GO.reasons[0].text)
    assert kept.load == KeptLoad(planned_arrivals=12, arrived=12, dropped=0, peak_arrivals_per_s=8.0)
    assert [(one.id, one.value, one.bound, one.limit, one.state) for one in kept.objectives] == [
        (one.id, one.value, one.bound, one.limit, State.MET) for one in GO.objectives
    ]
    parts = kept.objectives[-1].told
    assert [one.expression for one in parts] == [one.expression for one in GO.objectives[-1].parts]
    assert kept.objectives[0].told == (kept.objectives[0],)


def test_a_number_that_was_not_finite_is_unknown(tmp_path: Path) -> None:
    """It was written as null."""
    path = tmp_path / "verdict.json"
    path.write_text(verdict_json(replace(GO, score=float("nan"))), encoding="utf-8")
    assert KeptVerdict.read(path).score is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"verdict": "GO"}',
        '{"verdict": "PERHAPS", "load": {}}',
        "\x00\xff",
        "[" * 9999,
        f'{{"verdict": "GO", "load": {{"planned_arrivals": 1{"0" * 400}, "arrived": 1, "dropped": 0}}}}',
    ],
)
def test_what_is_no_verdict_is_refused(tmp_path: Path, text: str) -> None:
    """In a sentence, whatever it is."""
    path = tmp_path / "verdict.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(ValueError, match=r"^verdict\.json: is no verdict; it is damaged$"):
        KeptVerdict.read(path)


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    """A sparse one of a few gigabytes would fill the memory."""
    path = tmp_path / "verdict.json"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(ValueError, match="has 16000001 bytes; at most 16000000 are allowed"):
        KeptVerdict.read(path)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe would never come to its end; what is not there is told as such."""
    os.mkfifo(tmp_path / "verdict.json")
    with pytest.raises(ValueError, match=r"^verdict\.json: is no file; it is damaged$"):
        KeptVerdict.read(tmp_path / "verdict.json")
    with pytest.raises(FileNotFoundError):
        KeptVerdict.read(tmp_path / "nothing")


def test_a_value_that_is_never_is_told_from_one_that_is_unknown(tmp_path: Path) -> None:
    """Both are null: by the never served, decided or not, or since nothing was measured."""
    path, first = tmp_path / "verdict.json", GO.objectives[0]
    lost = replace(first, state=State.BROKEN, value=math.inf, bound=math.inf, unit="s", never=5)
    unsent = replace(lost, state=State.UNKNOWN, unsent=True)
    open_ = replace(unsent, value=None, never=0, unsent=False)
    judged = replace(GO, objectives=(lost, unsent, open_, first))
    path.write_text(verdict_json(judged), encoding="utf-8")
    kept = KeptVerdict.read(path).objectives
    assert [(one.value, one.never, one.written) for one in kept[:3]] == [
        (None, 5, "never"),
        (None, 5, "never"),
        (None, 0, "unknown"),
    ]
    assert (kept[3].never, kept[3].is_never) == (0, False)
