"""An Override: a value given on the command line for one place of the scenario."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from siaga.errors import ScenarioError, UsageError
from siaga.scenario.document import Key, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A value for one place.

    Attributes:
        path: keys and indexes from the root: ("traffic", "phases", 0, "rate").
        value: the value, as YAML reads it.
    """

    path: tuple[Key, ...]
    value: Any

    @classmethod
    def parse(cls, text: str) -> "Override":
        """Read PATH=VALUE, such as `traffic.phases.0.rate=20/s`.

        Raises:
            UsageError: the text is no override.
        """
        path, equals, given = text.partition("=")
        keys = path.strip().split(".")
        if not equals or not all(keys):
            raise UsageError(f"--set {text}: is no override; write traffic.phases.0.rate=20/s")
        try:
            parsed = value(given)
        except ScenarioError as error:
            raise UsageError(f"--set {text}: {error}") from None
        return cls(path=tuple(_key(key) for key in keys), value=parsed)

    def apply(self, content: dict[str, Any]) -> str | None:
        """Put the value in its place; tell what is wrong if there is no such place.

        A mapping that the scenario leaves out, such as `evidence`, is begun.
        """
        place: Any = content
        for depth, key in enumerate(self.path[:-1]):
            if isinstance(place, dict) and isinstance(self.path[depth + 1], str):
                place.setdefault(key, {})
            if not _holds(place, key):
                return self._nowhere(depth)
            place = place[key]
        last = self.path[-1]
        if not (_holds(place, last) or (isinstance(place, dict) and isinstance(last, str))):
            return self._nowhere(len(self.path) - 1)
        place[last] = self.value
        return None

    def _nowhere(self, depth: int) -> str:
        above = _path_text(self.path[:depth])
        return f"{self}: there is no {self.path[depth]!r} in {above}; name a place that the scenario has"

    def __str__(self) -> str:
        """Give the place as it was typed."""
        return f"--set {_path_text(self.path)}"


def _key(text: str) -> Key:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text  # noqa: PLR2004 - longer is no index


def _holds(place: object, key: Key) -> bool:
    if isinstance(key, int):
        return isinstance(place, list) and key < len(place)
    return isinstance(place, dict) and key in place


def _path_text(path: Sequence[Key]) -> str:
    return ".".join(str(key) for key in path) or "the scenario"
