"""The FileDigest: size and SHA-256 of a file, by which two machines know that theirs are the same."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDigest:
    """What a file holds.

    Attributes:
        size_bytes: its length, 0 or more.
        sha256: of its content, 64 hexadecimal digits.

    Raises:
        ValueError: either is none.
    """

    size_bytes: int
    sha256: str

    def __post_init__(self) -> None:
        """Refuse what no file has: it may have come over a network."""
        if type(self.size_bytes) is not int or self.size_bytes < 0:
            raise ValueError(f"size_bytes: {self.size_bytes!r} is no size; 0 or more is")
        if not isinstance(self.sha256, str) or _SHA256.fullmatch(self.sha256) is None:
            raise ValueError(f"sha256: {str(self.sha256)[:80]!r} is none; 64 hexadecimal digits are")

    @classmethod
    def of(cls, path: Path) -> "FileDigest":
        """Read a file to its end.

        Raises:
            OSError: it cannot be read.
        """
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            return cls(size_bytes=file.tell(), sha256=sha256)

    @classmethod
    def found(cls, sha256: str, places: Iterable[Path]) -> Path | None:
        """Give the first place that has the file with a SHA-256; None where none has.

        Raises:
            OSError: a file cannot be read.
        """
        return next((one for one in places if one.is_file() and cls.of(one).sha256 == sha256), None)

    def as_json(self) -> dict[str, Any]:
        """Give the digest as a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> "FileDigest":
        """Read a digest back.

        Raises:
            ValueError: the fact is no digest.
        """
        try:
            return cls(size_bytes=fact["size_bytes"], sha256=fact["sha256"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"digest: {str(fact)[:80]!r} is none ({error})") from None
