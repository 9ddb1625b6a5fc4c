"""The Starter: a small project that runs at once, written for a team that brings a site of its own."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from siaga import bundle
from siaga.errors import UsageError
from siaga.new_files import write_new

NAME = "first"
"""What the scenario is called unless somebody says otherwise."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_PLACEHOLDER_HOST = "http://127.0.0.1:8080"
_LEFT_BEHIND = re.compile(r"(.*/)?__pycache__/.*|reports/(?!README\.md$).*")
"""What is in the folder of a checkout in which somebody has played it."""

_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """What is to be written.

    Attributes:
        name: of the scenario and its file: small letters, digits and dashes, at most 40.
        host: address of the site that it is for; empty: the one that siaga brings along.
    """

    name: str = NAME
    host: str = ""

    def __post_init__(self) -> None:
        """Refuse what no scenario or no run could be called by."""
        if not _NAME.fullmatch(self.name):
            raise UsageError(
                f"--name {self.name[:_SHOWN]!r}: is no name; small letters, digits and dashes after a"
                " letter are allowed, 40 of them"
            )
        if self.host and not _is_address(self.host):
            raise UsageError(f"--host: is no address of a site; write {_PLACEHOLDER_HOST}")

    @property
    def scenario(self) -> str:
        """Path of the scenario in the project."""
        return f"scenarios/{self.name}.yaml"

    def files(self) -> dict[str, str]:
        """Give the content of each file by its path in the project, in order."""
        origin = bundle.folder("starter")
        found = {
            path.relative_to(origin).as_posix(): path
            for path in sorted(origin.rglob("*"))
            if path.is_file()
        }
        return {
            self._filled(name): self._filled(path.read_text("utf-8"))
            for name, path in found.items()
            if not _LEFT_BEHIND.fullmatch(name)
        }

    def write(self, folder: Path) -> list[Path]:
        """Write the project into a folder, which is made; all of it, or nothing.

        Raises:
            UsageError: something of it is there already, or the folder cannot be written.
        """
        return write_new(folder, self.files())

    def _filled(self, text: str) -> str:
        """Put name and host where the project has those of its example."""
        given = f" --host {self.host} --scale 1" if self.host else ""
        words = {
            f"{NAME}.yaml --strict": f"{self.name}.yaml{given} --strict",
            _PLACEHOLDER_HOST: self.host or _PLACEHOLDER_HOST,
            f"{NAME}.yaml": f"{self.name}.yaml",
            f"name: {NAME}\n": f"name: {self.name}\n",
            f"reports/{NAME}/": f"reports/{self.name}/",
        }
        word = re.compile("|".join(map(re.escape, words)))
        return word.sub(lambda found: words[found[0]], text)


def _is_address(host: str) -> bool:
    """Tell whether it is scheme, host and port, and nothing that should not stand in a file."""
    try:
        parts = urlsplit(host)
        known = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = re.fullmatch(r"https?://[A-Za-z0-9.\-:\[\]]+", host)
    return bool(plain and parts.hostname and known)
