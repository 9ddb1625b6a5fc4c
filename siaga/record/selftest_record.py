"""The SelfTestRecord: which verdicts of a self-test were right, and of which judge."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from siaga.record.record import SCHEMA, Record

JUDGING = ("scenario", "record", "ledger", "roll", "observe", "abuse", "judge")
"""The packages that a verdict depends on, once a run has been played."""

WHOLE, QUICK, NAMED = "whole", "quick", "named"
"""What was played: every trial, those that take minutes, or some that somebody named."""

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestRecord(Record):
    """What came of a self-test; kept in reports/selftest/selftest.json.

    Attributes:
        at: wall time of its end, ISO 8601 UTC.
        build: digest of the judge that was tested, as `judge_build` gives it.
        scope: "whole", "quick" or "named".
        right: names of the trials whose verdict was right, as often as they were played.
        wrong: names of the others.
    """

    schema: int = SCHEMA
    at: str
    build: str
    scope: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse the record of another kind of thing."""
        if self.scope not in {WHOLE, QUICK, NAMED}:
            raise ValueError(f"scope: {self.scope!r} is none; {WHOLE}, {QUICK}, {NAMED} are known")


def judge_build(package: Path = _PACKAGE, parts: Iterable[str] = JUDGING) -> str:
    """Give a digest of the code that judges: 64 hexadecimal digits.

    Args:
        package: folder of siaga.
        parts: the folders in it that count.
    """
    digest = hashlib.sha256()
    for path in sorted(path for part in parts for path in (package / part).rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
