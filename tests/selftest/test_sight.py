"""A sight reads of a verdict what is broken and what is open, and nothing else."""

import json
from pathlib import Path

import pytest

from siaga.judge.verdict import Decision
from siaga.selftest.sight import Sight
from siaga.selftest.sign import Sign
from tests.selftest.verdicts import content


def read(folder: Path, told: object) -> Sight:
    """Write a verdict and read it again."""
    path = folder / "verdict.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return Sight.of(path)


def test_a_good_verdict_names_nothing(tmp_path: Path) -> None:
    """What is met or does not apply is no sign of anything."""
    told = content()
    assert read(tmp_path, told) == Sight(
        decision=Decision.GO,
        broken=frozenset(),
        open=frozenset(),
        reason=told["reasons"][0]["text"],
    )


def test_each_kind_of_thing_is_named_as_what_it_is(tmp_path: Path) -> None:
    """A rule, an objective, a check and a case of abuse; unknown and warned are open."""
    told = content(
        "NO_GO",
        R6="broken",
        R10="warned",
        errors="unknown",
        join_latency="broken",
        plan_offered="unknown",
    )
    told["ill_will"] = [{"case": "cross-site", "state": "broken"}, {"case": "sniping", "state": "met"}]
    named = ["R6", "R10", "errors", "join-latency", "plan-offered", "abuse-cross-site"]
    told["reasons"] = [{"id": one, "text": f"{one} is a reason."} for one in named]
    assert read(tmp_path, told) == Sight(
        decision=Decision.NO_GO,
        broken=frozenset(map(Sign.parse, ("rule R6", "objective join-latency", "case cross-site"))),
        open=frozenset(map(Sign.parse, ("rule R10", "objective errors", "check plan-offered"))),
        reason="R6 is a reason.",
    )


def test_what_did_not_decide_is_no_sign(tmp_path: Path) -> None:
    """A broken promise decides alone; that an objective is lost as well says nothing of why."""
    told = content("NO_GO", R6="broken", join_latency="broken", plan_offered="unknown")
    told["ill_will"] = [{"case": "cross-site", "state": "broken"}]
    told["reasons"] = [{"id": "R6", "text": "Twelve seats too many."}]
    seen = read(tmp_path, told)
    assert (seen.broken, seen.open) == (frozenset({Sign("rule", "R6")}), frozenset())


def test_what_is_only_shown_is_no_sign(tmp_path: Path) -> None:
    """An objective that never decides cannot be why a verdict is right."""
    told = content(errors="broken")
    for one in told["objectives"]:
        one["dry_run"] = one["id"] == "errors"
    assert read(tmp_path, told).broken == frozenset()


@pytest.mark.parametrize(
    "told", [{}, [], {"verdict": "GO"}, {"verdict": "MAYBE", "audit": {"rules": []}}]
)
def test_what_is_no_verdict_is_refused(tmp_path: Path, told: object) -> None:
    """Half a file is not taken for a whole one."""
    with pytest.raises(ValueError, match="verdict"):
        read(tmp_path, told)
