"""A Sight: what one verdict says, as far as a self-test asks."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from siaga.abuse.catalogue import CASES
from siaga.judge.verdict import Decision
from siaga.selftest.sign import Kind, Sign

_FINE = frozenset({"met", "not_applicable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a verdict said.

    Attributes:
        decision: the verdict itself.
        broken: what it calls broken, of that by which it was decided: what else may be broken was not
            asked any more, and would be luck.
        open: what it could not tell, of the same.
        reason: its weightiest reason, a sentence.
    """

    decision: Decision
    broken: frozenset[Sign]
    open: frozenset[Sign]
    reason: str

    @classmethod
    def of(cls, path: Path) -> Self:
        """Read a verdict.json.

        Raises:
            OSError: there is none.
            ValueError: it is not whole, or no verdict.
        """
        content = json.loads(path.read_text(encoding="utf-8"))
        try:
            reasons = {one["id"] for one in content["reasons"]}
            states = [(sign, state) for sign, state in _states(content) if _reason(sign) in reasons]
            return cls(
                decision=Decision(content["verdict"]),
                broken=frozenset(sign for sign, state in states if state == "broken"),
                open=frozenset(sign for sign, state in states if state not in {"broken", *_FINE}),
                reason=content["reasons"][0]["text"] if content["reasons"] else "",
            )
        except (KeyError, TypeError, IndexError) as error:
            raise ValueError(f"{path}: is no verdict of siaga ({error!r})") from None


def _reason(sign: Sign) -> str:
    """Give the id under which a verdict names a sign among its reasons: a case is an objective there."""
    is_case = sign.kind == Kind.CASE.value
    return CASES[sign.id].objective if is_case else sign.id


def _states(content: Mapping[str, Any]) -> Iterator[tuple[Sign, str]]:
    """Give the state of all that a verdict speaks of; dry runs never decide and are left out."""
    for rule in content["audit"]["rules"]:
        yield Sign(Kind.RULE.value, rule["rule"]), rule["state"]
    for one in content["objectives"]:
        if not one["dry_run"]:
            yield Sign(Kind.OBJECTIVE.value, one["id"]), one["state"]
    for one in content["evidence"]:
        yield Sign(Kind.CHECK.value, one["id"]), one["state"]
    for one in content["ill_will"]:
        yield Sign(Kind.CASE.value, one["case"]), one["state"]
