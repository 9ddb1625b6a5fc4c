"""The attacks by heads: that end in two places, or are longer than anybody needs."""

from dataclasses import replace

from siaga.crowd.abuser import Abuser, Seen
from siaga.crowd.raw_attempt import as_seen, head, raw_attempt
from siaga.crowd.raw_exchange import Heard, Speech

STAYS_S = 2.0
"""How long a connection may go on after a request without a clear end."""
LONG = 64 * 1024
FIELDS = 2_000
SMUGGLED = "GET /siaga-smuggled"
TWO_ENDS = (
    ["Content-Length: 0", "Content-Length: {}"],
    ["Content-Length: 5", "Transfer-Encoding: chunked"],
    ["Transfer-Encoding: chunked", "Content-Length: 5"],
    ["Content-Length: +5"],
    ["Content-Length: 5, 6"],
    ["Transfer-Encoding : chunked"],
)
"""Fields by which one server ends the body here and another one there; {}: of what is smuggled."""


def framing(me: Abuser) -> None:
    """Send requests with two ends, with what no head may have, and with a folded line."""
    # What is smuggled names the run, too: somebody may answer it.
    smuggled = head(me, SMUGGLED) + b"\r\n"
    for lines in TWO_ENDS:
        told = [one.format(len(smuggled)) for one in lines]
        said = head(me, "POST /", *told) + b"\r\n0\r\n\r\n" + smuggled
        raw_attempt(me, "two-ends", Speech(pieces=[said], stays_s=STAYS_S), judged=_ended)
    plain = head(me, "GET /")
    nobody = plain.replace(b"Host: ", b"X-Host: ", 1)
    bad_chunk = head(me, "POST /", "Transfer-Encoding: chunked") + b"\r\nno size\r\n{}\r\n0"
    for said in (
        plain + b"Host: elsewhere.test\r\n",
        nobody,
        plain + b"X-A: a\0b\r\n",
        plain + b"X A: b\r\n",
        head(me, "GET /\0"),
        bad_chunk,
    ):
        raw_attempt(me, "malformed", Speech(pieces=[said + b"\r\n"]))
    raw_attempt(me, "folded", Speech(pieces=[plain + b"X-A: b\r\n c\r\n\r\n"]))


def long_heads(me: Abuser) -> None:
    """Send a long target, a long field, many fields, and a field that does not end."""
    for said in (
        head(me, f"GET /{'a' * LONG}"),
        head(me, "GET /", f"X-Long: {'a' * LONG}"),
        head(me, "GET /", *(["X-Many: a"] * FIELDS)),
        head(me, "GET /", f"Cookie: {'a=b; ' * (LONG // 5)}"),
    ):
        raw_attempt(me, "head", Speech(pieces=[said + b"\r\n"]))
    endless = [head(me, "GET /") + b"X-Endless: ", *([b"a" * LONG] * 16)]
    raw_attempt(me, "head", Speech(pieces=endless, pause_s=0.01))


def _ended(heard: Heard) -> Seen:
    """Find a second answer, and a connection that goes on as if nothing had been."""
    seen = as_seen(heard)
    if len(heard.statuses) > 1:
        return replace(seen, gained="a request within the body of another was answered")
    if seen.status is not None and not heard.closed:
        return replace(seen, gained="the connection went on after a request without a clear end")
    return seen
