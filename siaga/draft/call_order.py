"""The CallOrder: which operations of a description a journey calls, each after those that it needs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from siaga.draft.correlation import agree
from siaga.draft.description import Description, Operation, Parameter
from siaga.draft.handed import Handed, last_word, quoted
from siaga.draft.sample import MOST_DEEP, kind_of, merged, sample
from siaga.draft.slot import Slot
from siaga.draft.typed import PLACEHOLDERS, snake

_NOT_WALKED = frozenset({
    "admin", "end", "leave", "logout", "log-out", "signout", "sign-out", "cancel", "delete", "resend",
    "metrics", "healthz", "readyz", "livez", "health", "ready", "internal", "debug", "openapi.json",
})  # fmt: skip
"""Parts of paths behind which nobody goes on a way that leads somewhere."""

_FROM_ELSEWHERE = re.compile(r"(^|_)(id|ids|token|csrf|nonce|ref|code|otp|key|cursor)$")
"""Names of what no person makes up: an answer gives it, or nothing does."""

MOST_GIVEN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The Python for one argument of a call.

    Attributes:
        name: of the parameter, or of a property of the body.
        place: `path`, `query`, `header` or `body`.
        code: the Python; `{answer}` stands for the JSON of the operation `source`.
        source: number of the operation that hands it out; None where it is made up.
    """

    name: str
    place: str
    code: str
    source: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One call of the journey: the operation's number, and what it is given."""

    number: int
    given: tuple[Given, ...]


class CallOrder:
    """Orders the operations of a description.

    Args:
        description: that was read.

    Attributes:
        calls: in order.
        uncalled: what is missing, by the number of the operation that is not called.
    """

    __slots__ = ("_description", "_handed", "calls", "uncalled")

    def __init__(self, description: Description) -> None:
        self._description = description
        self._handed = [list(self._hands_out(one)) for one in description.operations]
        self.calls: list[Planned] = []
        self.uncalled: dict[int, str] = {}
        for number in range(len(description.operations)):
            self._place(number, ())

    def _place(self, number: int, waiting: tuple[int, ...]) -> bool:
        """Put an operation behind those that it needs; say whether it is called at all."""
        if any(one.number == number for one in self.calls):
            return True
        if number in waiting or number in self.uncalled:
            return False
        one = self._description.operations[number]
        if why := _unwalked(one):
            self.uncalled[number] = why
            return False
        given = []
        for name, slot, schema in self._wanted(one):
            found = self._given(name, slot, schema, number, (*waiting, number))
            if found is None:
                if not waiting:
                    self.uncalled[number] = f"no other operation hands out {name}"
                return False
            given.append(found)
        self.calls.append(Planned(number=number, given=tuple(given)))
        return True

    def _given(
        self,
        name: str,
        slot: Slot,
        schema: object,
        number: int,
        waiting: tuple[int, ...],
    ) -> Given | None:
        place = slot.place if slot.place != "json" else "body"
        for source, handed in enumerate(self._handed):
            fitting = (
                next((one for one in handed if _fits(one, slot, name)), None)
                if source != number
                else None
            )
            if fitting is not None and self._place(source, waiting):
                return Given(name=name, place=place, code=fitting.reads, source=source)
        needs_another = slot.place == "path" or _FROM_ELSEWHERE.search(snake(name))
        fixed = {"enum", "const", "default"} & merged(schema, self._description.at).keys()
        # Whoever sends a request makes its key up.
        own = snake(name) == "idempotency_key"
        if (needs_another or PLACEHOLDERS.search(snake(name))) and not fixed and not own:
            return None
        return Given(name=name, place=place, code=sample(schema, name, self._description.at))

    def _wanted(self, one: Operation) -> Iterator[tuple[str, Slot, object]]:
        """List what an operation cannot do without."""
        for part in wanted_parameters(one):
            before = one.path.split(f"{{{part.name}}}")[0].strip("/").rpartition("/")[2]
            yield (
                part.name,
                Slot(place=part.place, name=part.name, parent=before, value="x"),
                part.schema,
            )
        body = merged(one.body, self._description.at)
        for name in body.get("required", ()):
            if not is_file(inner := self._description.at(body.get("properties", {}).get(name))):
                yield str(name), Slot(place="json", name=str(name), value="x"), inner

    def _hands_out(self, one: Operation) -> Iterator[Handed]:
        """List what an operation answers, what is near the top first."""
        level: list[tuple[object, str, str, str]] = [(one.gives, "{answer}", "", last_word(one.path))]
        for _ in range(MOST_DEEP):
            following: list[tuple[object, str, str, str]] = []
            for schema, code, name, parent in level[:MOST_GIVEN]:
                own = merged(schema, self._description.at)
                if "items" in own:
                    following.append((own["items"], f"{code}[0]", "", name or parent))
                elif "properties" in own:
                    inner = own["properties"].items()
                    following += [
                        (value, f"{code}[{quoted(key)}]", key, name or parent) for key, value in inner
                    ]
                elif name and kind_of(own) in {"str", "int", "Any"}:
                    yield Handed(value="x", name=name, parent=parent, reads=code)
            level = following


def wanted_parameters(one: Operation) -> Sequence[Parameter]:
    """Give the parameters that an operation cannot do without; a browser sends its own headers."""
    return [part for part in one.parameters if part.required and part.name]


def is_file(schema: dict[str, Any]) -> bool:
    """Tell whether a property of a form is a file."""
    return schema.get("format") == "binary" or "contentMediaType" in schema


def _unwalked(one: Operation) -> str:
    """Say why nobody calls an operation on the way; nothing where somebody may."""
    if set(one.path.lower().split("/")) & _NOT_WALKED:
        return "is no part of a way"
    # What was promised and is gone in the end, the audit would call lost.
    return "takes away what the way has led to" if one.method == "delete" else ""


def _fits(handed: Handed, slot: Slot, name: str) -> bool:
    if slot.place == "path":
        called = snake(handed.name)
        return agree(handed, slot) or (
            called == snake(name) and called not in {"id", "name", "state", "status"}
        )
    if not _FROM_ELSEWHERE.search(snake(name)):
        return False
    return agree(handed, slot) or (snake(handed.name) == snake(name) and snake(name) != "id")
