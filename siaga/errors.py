"""Errors of siaga, each with the exit code that a command ends with.

SiagaError            70 internal error
├── UsageError        64 bad usage or scenario
│   ├── ScenarioError 64 all problems of one scenario file at once
│   └── SilenceError  64 the site does not answer, or does not show its roll
└── RefusedError      77 refused by a guard rail
"""

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of `siaga`, and of `locust` with siaga's plug-in."""

    GO = 0
    """GO, and GO_WITH_CONDITIONS unless `--strict` is given; of another command, that it went well."""

    NO_GO = 3
    """NO_GO; with `--strict` GO_WITH_CONDITIONS, too."""

    INCONCLUSIVE = 4
    """INCONCLUSIVE: too little was seen, or too little of it can be believed. That is no pass."""

    USAGE = 64
    """The command line, the scenario or a file that it names is wrong; nothing was sent."""

    INTERNAL = 70
    """siaga itself, its machine or its disk failed; nothing was judged."""

    REFUSED = 77
    """A guard rail refused: the site has not agreed to be loaded, or more is asked for than may be."""

    INTERRUPTED = 130
    """Somebody ended the run; a report of what happened is written."""


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


class SilenceError(UsageError):
    """The site that was named is not known, does not answer, or does not show its roll."""


class RefusedError(SiagaError):
    """A guard rail forbids what was asked."""

    exit_code = ExitCode.REFUSED
