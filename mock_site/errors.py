"""Errors of the site's command, each with the exit code that the command ends with.

SiteError        70 the site cannot go on
└── UsageError   64 bad arguments, a port in use, a store that cannot be opened
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of `python -m mock_site`."""

    DONE = 0
    """It was told to stop, and has."""

    USAGE = 64
    """An argument is wrong, a port is in use, or a store cannot be opened."""

    INTERNAL = 70
    """The site cannot go on."""


class SiteError(Exception):
    """Anything that the command tells its caller in one line."""

    exit_code = ExitCode.INTERNAL


class UsageError(SiteError):
    """The caller asked for something that cannot be done as asked."""

    exit_code = ExitCode.USAGE
