"""The Mask: takes secrets out of what Chaos Toolkit says, before that is written down."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HIDDEN = "***"
SHORTEST = 4
"""A shorter secret stands in any text by chance, and hides nothing by being taken out."""

REFERENCES = ("env", "vault")
"""Where a secret may be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """What must not be seen.

    Attributes:
        secrets: in the clear.
    """

    secrets: tuple[str, ...] = ()

    @classmethod
    def of(cls, resolved: object, *more: str) -> "Mask":
        """Give the mask of secrets as Chaos Toolkit resolves them, and of some more."""
        found = {one for one in (*_texts(resolved), *more) if len(one) >= SHORTEST}
        return cls(secrets=tuple(sorted(found, key=len, reverse=True)))

    def text(self, text: str) -> str:
        """Give a text without them."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def of_json(self, content: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Give JSON without them."""
        if isinstance(content, str):
            return self.text(content)
        if isinstance(content, Mapping):
            return {self.text(str(key)): self.of_json(inner) for key, inner in content.items()}
        if isinstance(content, Sequence) and not isinstance(content, bytes):
            return [self.of_json(inner) for inner in content]
        return content


class MaskedLines(logging.Formatter):
    """Writes what is logged with the secrets taken out.

    Args:
        pattern: of a line.
        mask: takes them out.
    """

    def __init__(self, pattern: str, mask: Mask) -> None:
        super().__init__(pattern)
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """Give the line of a record."""
        return self._mask.text(super().format(record))


def plain_secrets(secrets: object, place: str = "secrets") -> Iterator[str]:
    """Say which secrets stand in the clear where only references may stand."""
    if isinstance(secrets, Mapping) and secrets.get("type") in REFERENCES:
        return
    if isinstance(secrets, Mapping):
        for key, inner in secrets.items():
            yield from plain_secrets(inner, f"{place}.{key}")
    elif secrets is not None:
        yield (
            f"{place}: stands in the clear, and would be written down with the run; write"
            " {type: env, key: NAME}"
        )


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for inner in content.values():
            yield from _texts(inner)
    elif isinstance(content, Sequence):
        for inner in content:
            yield from _texts(inner)
