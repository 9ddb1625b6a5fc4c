"""Verdicts as a run writes them, cut down to what a self-test reads."""

import json
from pathlib import Path
from typing import Any

from siaga.judge.verdict import Decision
from siaga.selftest.sight import Sight
from siaga.selftest.sign import Sign

EXAMPLE = Path(__file__).parents[2] / "reports" / "example" / "verdict.json"


def content(verdict: str = "GO", **states: str) -> dict[str, Any]:
    """Give the content of a verdict.json: the shipped example, with other states as its reasons."""
    told: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    told["verdict"] = verdict
    for entries, key in (
        (told["audit"]["rules"], "rule"),
        (told["objectives"], "id"),
        (told["evidence"], "id"),
    ):
        for one in entries:
            one["state"] = states.get(one[key].replace("-", "_"), one["state"])
    if states:
        told["reasons"] = [told["reasons"][0] | {"id": one.replace("_", "-")} for one in states]
    return told


def sight(decision: Decision, broken: str = "", unknown: str = "") -> Sight:
    """Give what a verdict said; signs are parted by commas."""
    return Sight(
        decision=decision,
        broken=_signs(broken),
        open=_signs(unknown),
        reason="R6: 12 of 240 seats are given twice.",
    )


def _signs(text: str) -> frozenset[Sign]:
    return frozenset(Sign.parse(one) for one in text.split(",") if one)
