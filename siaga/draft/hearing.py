"""The Hearing of recordings: what was sent in them, and so must not be written anywhere."""

from collections.abc import Iterable, Iterator

from siaga.draft.discretion import Discretion
from siaga.draft.exchange import Exchange
from siaga.draft.page_form import page_of
from siaga.draft.slot import Slot, names_of, slots_of
from siaga.draft.typed import CHOSEN, is_field_word, snake

_OFFERED = {"hidden", "select", "radio", "checkbox", "submit"}


def discretion_of(exchanges: Iterable[Exchange]) -> Discretion:
    """Learn what was sent: all of it is secret but words that somebody has only chosen."""
    every = list(exchanges)
    offered = {value for one in every for value in _offered(one)}
    names = {name for one in every for name in names_of(one) if is_field_word(name)}
    secrets = {value for one in every for value in _sent(one, offered)}
    return Discretion(secrets, names)


def _sent(one: Exchange, offered: set[str]) -> Iterator[str]:
    """List what a request carried, those to other hosts, too."""
    for slot in slots_of(one):
        if slot.place != "path" and not _is_chosen(slot) and slot.value.lower() not in offered:
            yield slot.value
    for key, value in one.headers:
        if key == "cookie":
            yield from (pair.partition("=")[2] for pair in value.split(";"))
    if one.url.username or one.url.password:
        yield from (one.url.username or "", one.url.password or "")


def _is_chosen(slot: Slot) -> bool:
    return snake(slot.name) in CHOSEN and slot.value.isalpha() and slot.place != "header"


def _offered(one: Exchange) -> Iterator[str]:
    """List the words that the lists, boxes and unseen fields of a page hold: nobody has typed them."""
    for form in page_of(one).forms:
        listed = ((name, value) for name, values in form.choices.items() for value in values)
        for name, value in (*form.fields, *listed):
            if form.kinds.get(name) in _OFFERED and value.isascii() and value.replace("-", "").isalpha():
                yield value.lower()
