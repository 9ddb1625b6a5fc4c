"""The Skeleton: a Locust file with a typed function for each operation, and calls of them."""

import keyword
import re
from dataclasses import dataclass
from itertools import count

from siaga.draft.call import call, mapping
from siaga.draft.call_order import CallOrder, Planned, is_file, wanted_parameters
from siaga.draft.description import Description, Operation
from siaga.draft.handed import quoted
from siaga.draft.sample import is_identifier, kind_of, merged
from siaga.draft.typed import snake

MOST_OF_A_NAME = 40
_RECEIPT = re.compile(
    r"(^|_)(id|number|ref|reference|receipt|ticket|seat|confirmation|registration|uuid)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One operation, written.

    Attributes:
        name: of its function.
        step: name of its step.
        text: of the function.
        body: class that its body is; empty if it has none.
        typed: text of that class; empty where it is no mapping.
    """

    name: str
    step: str
    text: str
    body: str = ""
    typed: str = ""


class Skeleton:
    """Writes the functions of a description, and the calls of a journey.

    Args:
        description: that was read.
        acknowledged: number of the operation by which the site promises something; None if none does.

    Attributes:
        order: of the calls.
        written: each operation.
        receipt: key of what the acknowledged one grants; empty if its answer names nothing.
    """

    __slots__ = ("_acknowledged", "_description", "order", "receipt", "written")

    def __init__(self, description: Description, acknowledged: int | None) -> None:
        self._description, self._acknowledged = description, acknowledged
        self.order = CallOrder(description)
        self.receipt = (
            "" if acknowledged is None else self._receipt(description.operations[acknowledged])
        )
        taken: set[str] = {"visitor", "registrant", "document", "me"}
        self.written = [self._written(number, taken) for number in range(len(description.operations))]

    def lines(self) -> list[str]:
        """Write the calls of the journey, each after what it needs."""
        read = {one.source for planned in self.order.calls for one in planned.given}
        lines: list[str] = []
        for planned in self.order.calls:
            if lines:
                lines.append("me.think(3)")
            asked = call(f"{self.written[planned.number].name}(", ["me", *self._arguments(planned)])
            if planned.number not in read:
                lines.append(asked)
            else:
                answer = ".answer" if planned.number == self._acknowledged else ""
                lines.append(f"{self._variable(planned.number)} = {asked}{answer}.json()")
        return lines

    def _variable(self, number: int) -> str:
        return f"{self.written[number].name}_answer"

    def _arguments(self, planned: Planned) -> list[str]:
        one, written = self._description.operations[planned.number], self.written[planned.number]
        codes = {
            (part.place, part.name): part.code
            if part.source is None
            else part.code.replace("{answer}", self._variable(part.source))
            for part in planned.given
        }
        arguments = [
            f"{argument(part.name)}={codes[part.place, part.name]}" for part in wanted_parameters(one)
        ]
        if written.body:
            pairs = [(quoted(name), code) for (place, name), code in codes.items() if place == "body"]
            arguments.append(f"body={mapping(pairs)}")
        return arguments

    def _written(self, number: int, taken: set[str]) -> Written:
        one = self._description.operations[number]
        words = snake(one.called or f"{one.method} {one.path.strip('/') or 'home'}") or one.method
        base = f"call_{words}" if keyword.iskeyword(words) or words[0].isdigit() else words
        name = _free(base, taken)
        step = name.replace("_", "-")[:MOST_OF_A_NAME].strip("-")
        body, typed = self._body(one, name, taken)
        return Written(
            name=name, step=step, text=self._function(number, name, step, body), body=body, typed=typed
        )

    def _body(self, one: Operation, name: str, taken: set[str]) -> tuple[str, str]:
        """Write the class of a body; what is no mapping has no class of its own."""
        if one.shape == "none":
            return "", ""
        own = merged(one.body, self._description.at)
        fields = {
            str(key): kind_of(merged(value, self._description.at))
            for key, value in own.get("properties", {}).items()
            if not is_file(self._description.at(value))
        }
        if not fields:
            return "Any", ""
        wanted = (
            one.named if is_identifier(one.named) else "".join(part.title() for part in name.split("_"))
        )
        called = _free(wanted if wanted not in taken else f"{wanted}Body", taken)
        needed = own.get("required", ())
        kinds = {key: kind if key in needed else f"NotRequired[{kind}]" for key, kind in fields.items()}
        if all(is_identifier(key) and not keyword.iskeyword(key) for key in kinds):
            lines = "\n".join(f"    {key}: {kind}" for key, kind in kinds.items())
            return (
                called,
                f'class {called}(TypedDict):\n    """What `{one.title}` carries."""\n\n{lines}',
            )
        pairs = mapping([(quoted(key), kind) for key, kind in kinds.items()], indent=0)
        return called, f'{called} = TypedDict("{called}", {pairs})'

    def _function(self, number: int, name: str, step: str, body: str) -> str:
        one = self._description.operations[number]
        promised = number == self._acknowledged
        parts = wanted_parameters(one)
        takes = [f"{argument(part.name)}: {_plain(kind_of(part.schema))}" for part in parts]
        takes += [f"body: {body}"] if body else []
        head = ", ".join(["me: Visitor", *(["*", *takes] if takes else [])])
        said = f"`{one.title}`: {_safe(one.summary) or 'what the description says of it'}."
        lines = [f"def {name}({head}) -> {'Kept' if promised else 'Answer'}:", f'    """{said}"""']
        options = self._options(one, body)
        expected = f"({', '.join(map(str, one.statuses))},)" if one.statuses else ""
        if promised:
            told = ["person=me.person.email", f"receipt={quoted(self.receipt or 'receipt')}"]
            told += [f"expect={expected}"] if expected else []
            lines.append(f"    {call('wanted = Promise(', told)}")
            asked = call(
                "return me.promise(", [_path(one), f'step="{step}"', "promise=wanted", *options]
            )
        else:
            status = [f"expect={expected}"] if expected else []
            asked = call(f"return me.{one.method}(", [_path(one), f'step="{step}"', *status, *options])
        return "\n".join([*lines, f"    {asked}"])

    def _options(self, one: Operation, body: str) -> list[str]:
        pairs = [('"Accept"', '"application/json"')] if one.speaks_json else []
        pairs += [('"Content-Type"', quoted(one.kind))] if one.kind else []
        pairs += [
            (quoted(part.name), f"str({argument(part.name)})")
            for part in wanted_parameters(one)
            if part.place == "header"
        ]
        options = [f"headers={mapping(pairs)}"] if pairs else []
        if not body:
            return options
        own = merged(one.body, self._description.at).get("properties", {})
        files = [name for name, value in own.items() if is_file(self._description.at(value))]
        uploads = mapping([(quoted(name), f"document(me, {quoted(name)})") for name in files])
        carried = "json" if one.shape == "json" else "form"
        return [*options, f"{carried}=body", *([f"files={uploads}"] if files else [])]

    def _receipt(self, one: Operation) -> str:
        properties = merged(one.gives, self._description.at).get("properties", {})
        return next((str(key) for key in properties if _RECEIPT.search(snake(str(key)))), "")


def argument(name: str) -> str:
    """Give the name of a parameter as Python takes it."""
    called = snake(name) or "value"
    return (
        f"{called}_"
        if keyword.iskeyword(called) or called == "me"
        else f"_{called}"
        if called[0].isdigit()
        else called
    )


def _path(one: Operation) -> str:
    """Write the path of an operation, with its parameters in place."""
    text = re.sub(
        r"\{([^{}]+)\}", lambda found: f"{{quote(str({argument(found[1])}), safe='')}}", one.path
    )
    query = [
        f"{part.name}={{quote(str({argument(part.name)}), safe='')}}"
        for part in wanted_parameters(one)
        if part.place == "query"
    ]
    text += f"?{'&'.join(query)}" if query else ""
    return f"f{quoted(text)}" if "{" in text else quoted(text)


def _plain(kind: str) -> str:
    return kind if kind in {"str", "int", "float", "bool"} else "object"


def _safe(text: str) -> str:
    """Make a text fit to stand in a docstring."""
    return text.replace("\\", "/").replace('"', "'").rstrip(".?! ")


def _free(wanted: str, taken: set[str]) -> str:
    name = next(one for at in count(1) if (one := wanted if at == 1 else f"{wanted}_{at}") not in taken)
    taken.add(name)
    return name
