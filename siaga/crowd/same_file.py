"""The same file: a worker plays no other Locust file than the one that the run was prepared with."""

from collections.abc import Iterator
from pathlib import Path

from locust.env import Environment

from siaga.crowd.declared import declaring_file, named_file
from siaga.errors import SiagaError
from siaga.record.file_digest import FileDigest


class OtherFileError(SiagaError):
    """The Locust file of a worker is not the master's."""


def refuse_other_file(environment: Environment, digest: str) -> None:
    """Refuse to play journeys that may not be those of the run.

    Args:
        environment: of the worker.
        digest: SHA-256 of the master's Locust file; empty: nobody knows it.

    Raises:
        OtherFileError: it is that of none of the files here.
        OSError: a file cannot be read.
    """
    if not digest:
        return
    here = list(files_here(environment))
    if digest not in {FileDigest.of(one).sha256 for one in here}:
        names = " and ".join(str(one) for one in dict.fromkeys(here)) or "without a name"
        raise OtherFileError(f"Locust file {names}: is not the master's; the same file is needed here")


def files_here(environment: Environment) -> Iterator[Path]:
    """Give the file that Locust was given, and the one that declares its Launch, which it may import."""
    for one in (named_file(environment), declaring_file(environment)):
        if one is not None:
            yield one
