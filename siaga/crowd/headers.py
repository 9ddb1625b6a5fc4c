"""The Headers of an answer: fields in the order they came, looked up without regard to case."""

from collections.abc import Iterator, Sequence

Field = tuple[bytes, bytes]
"""Name in small letters, and value."""


class Headers:
    """Fields of an answer.

    Args:
        fields: names in small letters and values, as received; bytes outside ASCII are read as Latin-1.
        named: the last value of each, where that is known already.

    Attributes:
        named: the last value of each field, as received.
    """

    __slots__ = ("_fields", "named")

    def __init__(self, fields: Sequence[Field], named: dict[bytes, bytes] | None = None) -> None:
        self._fields = fields
        self.named: dict[bytes, bytes] = dict(fields) if named is None else named

    def get(self, name: str, default: str | None = None) -> str | None:
        """Give the first value of a field."""
        wanted = name.lower().encode("latin-1", "replace")
        if wanted in self.named:
            for field, value in self._fields:
                if field == wanted:
                    return _text(value)
        return default

    def every(self, name: str) -> list[str]:
        """Give all values of a field, in order; empty if it is missing."""
        wanted = name.lower().encode("latin-1", "replace")
        return [_text(value) for field, value in self._fields if field == wanted]

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((_text(name), _text(value)) for name, value in self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Headers({list(self)!r})"


def _text(value: bytes) -> str:
    return value.decode("latin-1").strip(" \t")
