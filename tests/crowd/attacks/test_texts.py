"""Claims about what is sent in forms: none of it means what it should, and all of it is harmless."""

import json

import pytest

from siaga.crowd.attacks.texts import NAMES, odd_bodies, spellings

FIELDS = {"email": "a@b.test", "password": "rahasia-sekali"}


def _refuse(name: str) -> None:
    raise ValueError(name)


def _strict(body: bytes) -> dict[str, object]:
    """Read a body as a strict site does."""

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("twice")
        return dict(pairs)

    found: dict[str, object] = json.loads(
        body.decode("utf-8"), object_pairs_hook=unique, parse_constant=_refuse
    )
    json.dumps(found, ensure_ascii=False, allow_nan=False).encode("utf-8")
    return found


def test_no_odd_body_is_the_form_to_a_strict_reader() -> None:
    """It is no JSON, or has a text that no form has."""
    bodies = list(odd_bodies(FIELDS, "c@d.test"))
    assert len(bodies) == len(set(bodies)) > 15
    for body in bodies:
        try:
            found = _strict(body)
        except (ValueError, RecursionError):
            continue
        texts = list(found.values()) if isinstance(found, dict) else []
        is_form = all(isinstance(one, str) and "\0" not in one for one in texts)
        assert not (texts and is_form), body


def test_some_odd_bodies_are_the_form_to_a_lax_reader() -> None:
    """Else only a site that reads nothing at all would be told from a good one."""
    lax = 0
    for body in odd_bodies(FIELDS, "c@d.test"):
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            continue
        lax += isinstance(found, dict) and found.keys() == FIELDS.keys()
    assert lax > 5


def test_a_look_alike_is_another_text() -> None:
    """Each of them, and none is plain ASCII."""
    found = list(spellings("budi@warga.test"))
    assert len(set(found)) == len(found)
    assert not any(one.isascii() for one in found)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_does_nothing_where_it_is_taken_for_what_it_is_not(name: str) -> None:
    """It deletes, writes and fetches nothing."""
    for word in ("drop", "delete", "update", "insert", "http", "rm ", "curl", "exec"):
        assert word not in name.lower()
