"""Errors of siaga, each with the exit code that a command ends with.

SiagaError            70 internal error
├── UsageError        64 bad usage or scenario
│   └── ScenarioError 64 all problems of one scenario file at once
└── RefusedError      77 refused by a guard rail
"""

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of `siaga`, and of `locust` with siaga's plug-in."""

    GO = 0
    NO_GO = 3
    INCONCLUSIVE = 4
    USAGE = 64
    INTERNAL = 70
    REFUSED = 77
    INTERRUPTED = 130


class SiagaError(Exception):
    """Anything that siaga tells its caller in one clear sentence."""

    exit_code = ExitCode.INTERNAL


class UsageError(SiagaError):
    """The caller asked for something that cannot be done as asked."""

    exit_code = ExitCode.USAGE


class ScenarioError(UsageError):
    """A scenario file has problems; the message has a line for each, and may point at it in lines below.

    Args:
        problems: at least one line of the form "file:line: key: what is wrong; what is allowed".
    """

    def __init__(self, problems: Sequence[str]) -> None:
        if not problems:
            raise ValueError("problems: is empty; a ScenarioError needs at least one")
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class RefusedError(SiagaError):
    """A guard rail forbids what was asked."""

    exit_code = ExitCode.REFUSED
