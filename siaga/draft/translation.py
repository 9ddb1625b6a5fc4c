"""The Translation of values: for each that was sent, the Python that gives another person's.

What was handed out is read from the answer, what belongs to a person is that of the visitor, what is
plainly no secret is written, and for all else there is a name, never the value.
"""

import keyword
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from siaga.draft.correlation import Correlation, Source, bare
from siaga.draft.discretion import PLAIN, Discretion
from siaga.draft.handed import quoted, quoted_raw
from siaga.draft.letter import ADDRESSES, INBOX, MARK, came_by_letter, inbox_of, pattern_of
from siaga.draft.slot import Slot
from siaga.draft.typed import CHOSEN, PLACEHOLDERS, Typed, drawn, personal, snake

_TAKEN = frozenset({
    "me", "re", "os", "meta", "part", "asked", "field", "cookie", "found", "linked", "text",
    "number", "settings", "form", "page", "date", "quote", "unquote", "picture", "document", "said",
    "missing", "html", "wanted", "kept", "dict", "str", "int", "float", "print", "form_of",
    "timedelta", "urlsplit", "parse_qs", "letter",
})  # fmt: skip


@dataclass(slots=True)
class Ink:
    """What has been written so far, and what it takes.

    Attributes:
        needs: functions of `lookup.py.j2` that the journey calls.
        settings: names in the environment of what nobody could find, with where each is sent.
        unknown: labels of fields that are filled with what is drawn.
        read: answers that are read later, by the numbers of their steps.
        lines: statements that have to stand before the next step.
        people: what stands for the person, in order of its coming.
        letters: names of what is looked for in letters.
    """

    needs: set[str] = field(default_factory=set)
    settings: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    read: set[int] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)


class Translation:
    """Translates the values of one visit, in order.

    Args:
        correlation: what the answers of the visit handed out.
        may: which words may be written.
        variables: what the answer of each step is called in the journey.
    """

    __slots__ = (
        "_addresses",
        "_correlation",
        "_letters",
        "_locals",
        "_may",
        "_settled",
        "_typed",
        "_variables",
        "ink",
    )

    def __init__(self, correlation: Correlation, may: Discretion, variables: Sequence[str]) -> None:
        self._correlation, self._may, self._variables = correlation, may, variables
        self._locals: dict[str, str] = {}
        self._typed: dict[str, Typed] = {}
        self._settled: dict[str, str] = {}
        self._letters: dict[str, str] = {}
        self._addresses: list[tuple[int, str]] = []
        self.ink = Ink()

    def code(self, slot: Slot, step: int) -> str:
        """Give the Python for a value, a text; what it needs is noted in the ink."""
        if slot.value.lower() in PLAIN:
            return quoted(slot.value)
        if (who := self._who(slot)) is not None:
            if who.code in ADDRESSES:
                self._addresses.append((step, who.code))
            return self._noted(who, slot)
        if (source := self._correlation.source(slot, step)) is not None:
            return self._local(source, slot)
        if (called := self._lettered(slot, step)) is not None:
            return self._spelled(called, slot)
        if self._is_digit(slot) or self._is_choice(slot):
            return quoted(slot.value)
        return self._made_up(slot)

    def label(self, name: str, otherwise: str = "value") -> str:
        """Give a name as it may be written in the journey; a general word where it tells too much."""
        return snake(name) if name and self._may.may_write_name(name) and snake(name) else otherwise

    def _is_digit(self, slot: Slot) -> bool:
        """Tell a number that says nothing of anybody."""
        value = slot.value.strip('"')
        return len(value) == 1 and value.isascii() and value.isdigit()

    def _who(self, slot: Slot) -> Typed | None:
        """Recognise a person's own; in a path or a header by what was typed elsewhere, or its shape."""
        value = bare(slot)
        if slot.place in {"path", "header"}:
            if value in self._typed and not self._may.may_write_word(value):
                return self._typed[value]
            return personal("", "", value)
        if slot.kind in {"select", "radio", "checkbox", "submit"}:
            return None
        if slot.kind == "hidden":
            return self._typed.get(value)
        return personal(slot.name, slot.kind, slot.value) or self._typed.get(value)

    def _noted(self, one: Typed, slot: Slot) -> str:
        if slot.place not in {"path", "header"}:
            self._typed.setdefault(slot.value, one)
        if one.code.startswith("me.person"):
            self.ink.people.append(one.code)
        self.ink.needs.update(one.needs)
        return self._spelled(one.code, slot)

    def _local(self, source: Source, slot: Slot) -> str:
        """Have what was handed out read once, under a name of its own."""
        one, page = source.handed, self._variables[source.step]
        reads = one.reads.replace("{page}", page)
        self.ink.needs.update(one.needs)
        if "unquote(" in reads:
            self.ink.needs.add("unquote")
        if not one.cookie:
            self.ink.read.add(source.step)
        if reads not in self._locals or one.cookie:
            parent = self.label(slot.parent, "") if slot.told else ""
            names = (one.name, slot.name) if slot.place == "header" else (slot.name, one.name)
            name = self.label(names[0], "") or self.label(names[1], "")
            if name in {"", "id"}:
                name = f"{parent.removesuffix('s')}_id" if parent else "handed"
            called = self._locals.get(reads) or self._unique(name)
            self._locals[reads] = called
            self.ink.lines.append(f"{called} = {reads}")
        name = self._locals[reads]
        return self._spelled(f"str({name})" if ".json()" in reads else name, slot)

    def _lettered(self, slot: Slot, step: int) -> str | None:
        """Have what came by letter looked for once; None if it did not."""
        if (value := bare(slot)) in self._letters:
            return self._letters[value]
        told = [code for at, code in self._addresses if at < step]
        if not told or not came_by_letter(slot, self._may):
            return None
        called = self._unique(self.label(slot.name, "handed"))
        inbox = inbox_of(slot, told)
        whose = "" if inbox == ADDRESSES[0] else f", to={inbox}"
        pattern = quoted_raw(pattern_of(slot, self._may))
        self.ink.lines += [MARK, f"{called} = letter(me, r{pattern}{whose})"]
        self.ink.needs.add("letter")
        self.ink.letters.append(called)
        self.ink.settings.setdefault(INBOX, "the Mailpit that takes the site's letters")
        self._letters[value] = called
        return called

    def _unique(self, name: str) -> str:
        known = {*self._locals.values(), *self._letters.values(), *self._variables, *_TAKEN}
        base = f"its_{name}" if name[:1].isdigit() or keyword.iskeyword(name) else name
        return next(
            one for one in chain([base], (f"{base}_{at}" for at in count(2))) if one not in known
        )

    def _spelled(self, code: str, slot: Slot) -> str:
        """Put the word before a header's value back that says what it is."""
        if slot.place == "header" and bare(slot) != slot.value:
            word = next(
                one for one in ("Bearer", "Token", "JWT") if slot.value.lower().startswith(one.lower())
            )
            return f'"{word} " + {code}'
        return code

    def _is_choice(self, slot: Slot) -> bool:
        if slot.place == "path":
            return self._may.may_write_part(slot.parent, slot.value)
        offered = slot.value in slot.offered and slot.kind != "select"
        chosen = snake(slot.name) in CHOSEN and slot.place != "header"
        return (offered or chosen) and self._may.may_write_word(slot.value)

    def _made_up(self, slot: Slot) -> str:
        """Draw what nobody recognised; name what cannot be drawn, so that the team gives it."""
        value, label = bare(slot), self.label(slot.name or (slot.parent if slot.told else ""))
        if slot.place in {"path", "header"} or PLACEHOLDERS.search(snake(slot.name)):
            if value not in self._settled:
                wanted = f"SITE_{label.upper()}"
                known = {INBOX, *self._settled.values()}
                numbered = chain([wanted], (f"{wanted}_{at}" for at in count(2)))
                name = next(one for one in numbered if one not in known)
                self._settled[value] = name
                self.ink.settings[name] = f"a {slot.place} that is sent as {label}"
            return self._spelled(self._settled[value], slot)
        one = drawn(label, slot.value)
        self._typed.setdefault(slot.value, one)
        self.ink.needs.update(one.needs)
        if label not in self.ink.unknown:
            self.ink.unknown.append(label)
        return one.code
