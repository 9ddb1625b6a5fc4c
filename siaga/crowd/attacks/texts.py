"""The attacks by what is sent in forms: JSON that is none, texts that are not what they seem."""

import gzip
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from siaga.abuse.large_bodies import PADDING_BYTES
from siaga.abuse.long_texts import CHARACTERS
from siaga.crowd.abuser import Abuser, needed
from siaga.crowd.answer import Answer
from siaga.crowd.call import Call
from siaga.crowd.visitor import Visitor

JSON = {"Content-Type": "application/json"}
DIGITS, DEPTH = 5_000, 7_000
NUMBERS = ("NaN", "Infinity", "-Infinity", "1e999", "1" * DIGITS)
FULL_WIDTH = 0xFEE0
"""How far the full-width form of a printable ASCII character is from it."""
KINDS = ("text/plain", "application/xml", "application/octet-stream", "multipart/form-data; boundary=x")
METHODS = ("PUT", "PATCH", "DELETE", "TRACE")
MARK = "siaga-mark"
NAMES = (
    "Budi' OR '1'='1' --",
    f"<script>/*{MARK}*/</script>",
    f'"><img src=x alt={MARK}>',
    "Budi {{7*7}} ${7*7} <%= 7*7 %>",
    f"Budi $(echo {MARK}) `echo {MARK}`",
    f"Budi\r\nSet-Cookie: {MARK}=1",
    "../../../../etc/hostname",
    "=1+1",
)
"""Harmless all of them, even where one is taken for what it is not."""
TAGS = (f"<script>/*{MARK}", f"<img src=x alt={MARK}")


def odd_json(me: Abuser) -> None:
    """Send the form of an account as JSON that means two things or none."""
    visitor, call = _before(me)
    for body in odd_bodies(call.json, me.person(2).email):
        me.ask("form", visitor.browser, _with_body(call, body))


def long_texts(me: Abuser) -> None:
    """Send the form of an account with each of its fields too long."""
    visitor, call = _before(me)
    for name, text in call.json.items():
        longer = {**call.json, name: f"{'x' * CHARACTERS}{text}"}
        me.ask("form", visitor.browser, replace(call, json=longer))


def large_bodies(me: Abuser) -> None:
    """Send the form of an account with blanks behind it, as they are and packed."""
    visitor, call = _before(me)
    body = json.dumps(call.json).encode() + b" " * PADDING_BYTES
    me.ask("plain", visitor.browser, _with_body(call, body))
    packed = _with_body(call, gzip.compress(body)).under({"Content-Encoding": "gzip"})
    me.ask("packed", me.browser(visitor.browser), packed)


def wrong_kind(me: Abuser) -> None:
    """Ask for an account with other content types and by other methods."""
    visitor, call = _before(me)
    for kind in KINDS:
        other = _with_body(call, json.dumps(call.json).encode()).under({"Content-Type": kind})
        me.ask("type", visitor.browser, other)
    for method in METHODS:
        me.ask("method", visitor.browser, Call(method=method, path=call.path))


def look_alikes(me: Abuser) -> None:
    """Open accounts under what looks like one's e-mail, and file what looks like one's number."""
    visitor, mine, other = me.walked(me.surface.to_session), me.person(), me.person(1)
    me.do(visitor.browser, needed(me.surface.identity)(mine))
    for email in spellings(mine.email):
        me.ask("account", visitor.browser, needed(me.surface.account)(replace(other, email=email)))
        _log_in(me, visitor, email, other.password)
    thief = me.walked(me.surface.to_session, 2)
    for digits in ("".join(map(_full_width, mine.id_number)), f"{mine.id_number}\u200b"):
        call = needed(me.surface.identity)(mine)
        written = {name: digits if text == mine.id_number else text for name, text in call.json.items()}
        me.ask("number", thief.browser, replace(call, json=written))


def _log_in(me: Abuser, visitor: Visitor, email: str, password: str) -> None:
    """Log in with a wrong password and with the one that the account was asked for with.

    Where there is no such account the two get the same answer.
    """
    said: list[tuple[int, bytes]] = []

    def gained(answer: Answer) -> str:
        """Find out that the second answer is another one."""
        said.append((answer.status, answer.body))
        return "a second account for what looks the same" * (len(set(said)) > 1)

    for one in (password[::-1], password):
        call = needed(me.surface.log_in)(email, one)
        me.ask("log-in", me.browser(visitor.browser), call, gained=gained)


def injection(me: Abuser) -> None:
    """File names that are pieces of other languages, and look at how they are shown."""
    visitor = me.walked(me.surface.to_session)
    for name in NAMES:
        call = needed(me.surface.identity)(replace(me.person(), name=name))
        me.ask("name", visitor.browser, call, gained=_raw)
        me.ask("page", visitor.browser, _as_page(needed(me.surface.private)), gained=_raw)


def odd_bodies(fields: Mapping[str, Any], other: str) -> Iterator[bytes]:
    """Give a form as JSON that no two parsers need read alike.

    Args:
        fields: of the form, each a text.
        other: a second text for the first field.
    """
    pairs = [f"{json.dumps(name)}:{json.dumps(text)}" for name, text in fields.items()]
    whole, first, last = "{" + ",".join(pairs) + "}", next(iter(fields)), list(fields)[-1]
    yield f"{{{json.dumps(first)}:{json.dumps(other)},{whole[1:]}".encode()
    for number in NUMBERS:
        yield f"{whole[:-1]},{json.dumps(last)}:{number}}}".encode()
        yield json.dumps({**fields, first: "?"}).replace('"?"', number).encode()
    for escape in ("\\u0000", "\\ud800"):
        yield json.dumps({**fields, last: f"{fields[last]}?"}).replace("?", escape).encode()
    yield b"\xef\xbb\xbf" + whole.encode()
    yield whole.encode()[:-2] + b'\xff"}'
    yield whole.encode("utf-16")
    yield b"[" * DEPTH
    yield f"{whole}{whole}".encode()
    yield f"[{whole}]".encode()
    yield whole[:-1].encode()
    yield b""


def spellings(email: str) -> Iterator[str]:
    """Give what looks like an e-mail address and is not it."""
    name, _, domain = email.partition("@")
    yield f"{name}\u200b@{domain}"
    yield f"{email}\u200b"
    yield f"\u202e{email}"
    yield _full_width(name[0]) + email[1:]
    yield f"{name[0]}\u0301{email[1:]}"
    yield unicodedata.normalize("NFC", f"e\u0301{email}")


def _before(me: Abuser) -> tuple[Visitor, Call]:
    """Come as one who has been let in, and give the request for one more account."""
    visitor = me.walked(me.surface.to_account)
    return visitor, needed(me.surface.account)(me.person(1))


def _with_body(call: Call, body: bytes) -> Call:
    return replace(call, json=None, body=body).under(JSON)


def _full_width(character: str) -> str:
    return chr(ord(character) + FULL_WIDTH)


def _as_page(call: Call) -> Call:
    return call.under({"Accept": "text/html"})


def _raw(answer: Answer) -> str:
    """Find a name that came back as a piece of the page."""
    if any(tag.encode() in answer.body for tag in TAGS) and not _is_json(answer):
        return "a name came back as a piece of the page"
    return f"a name has set {MARK}" * (MARK in (answer.headers.get("Set-Cookie") or ""))


def _is_json(answer: Answer) -> bool:
    return "json" in (answer.headers.get("Content-Type") or "")
