"""Claims about the result of a search: its exit code, and what a program reads."""

import json
from dataclasses import replace

from siaga.capacity.level import Outcome
from siaga.errors import ExitCode
from tests.capacity.made_up_sites import level
from tests.capacity.results import found, of, told


def test_the_exit_code_says_whether_it_was_found() -> None:
    """0 if so, 4 if not, 130 where somebody ended it."""
    assert found().exit_code is ExitCode.GO
    assert of(level(20.0, Outcome.HELD)).exit_code is ExitCode.INCONCLUSIVE
    assert replace(found(), interrupted=True).exit_code is ExitCode.INTERRUPTED


def test_a_program_reads_answer_and_evidence() -> None:
    """Everything that was played, with what its site and its generator told."""
    content = json.loads(json.dumps(found().as_json(), allow_nan=False))
    assert (content["schema"], content["ending"], content["exit_code"]) == (1, "found", 0)
    assert content["low_per_s"] <= 40.0 <= content["high_per_s"]
    assert abs(content["capacity_per_s"] - 40.0) < 2.0
    assert (content["confirmed"], content["broken_by"]) == (True, ["latency"])
    assert content["saturated_first"] == "configured capacity"
    assert content["saturated_from_per_s"] >= 38.0
    first = content["levels"][0]
    assert (first["rate_per_s"], first["purpose"], first["outcome"]) == (20.0, "step", "held")
    assert first["generator"]["left"] == 0.75
    assert [one["name"] for one in first["readings"]] == ["CPU", "configured capacity"]


def test_nothing_played_is_a_result_as_well() -> None:
    """Of which everything is unknown."""
    content = of().as_json()
    assert (content["capacity_per_s"], content["low_per_s"], content["high_per_s"]) == (None,) * 3
    assert (content["ending"], content["saturated_first"], content["levels"]) == ("unfinished", None, [])


def test_what_was_full_above_the_load_that_broke_is_not_named_as_its_cause() -> None:
    """The sentence says where it was full; a program is told of no cause."""
    levels = [
        told(level(20.0, Outcome.HELD)),
        told(level(24.0, Outcome.BROKEN)),
        told(level(40.0, Outcome.BROKEN)),
    ]
    result = of(*levels)
    assert result.first is not None
    content = result.as_json()
    assert (content["high_per_s"], content["saturated_first"]) == (24.0, None)
    assert content["saturated_from_per_s"] is None
