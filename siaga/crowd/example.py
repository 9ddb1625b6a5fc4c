"""An example: what a failed sample was told, short and without what may be a secret."""

import re

from siaga.crowd.exchange import Exchange

MOST = 160
"""Characters of an example."""

_READ_BYTES = 1_000
_LONG = re.compile(r"[A-Za-z0-9+/_=~-]{20,}")
"""What is as long as this and has no space in it may be a key, a token or a session."""


def example(exchange: Exchange) -> str:
    """Give the status and the beginning of the answer in one line, or why there is none."""
    if exchange.answer is None:
        return _line(str(exchange.failure))
    body = exchange.answer.body[:_READ_BYTES].decode("utf-8", "replace")
    return _line(
        f"status {exchange.answer.status}: {body}" if body else f"status {exchange.answer.status}"
    )


def _line(text: str) -> str:
    shown = "".join(one if one.isprintable() else " " for one in text)
    line = " ".join(_LONG.sub("…", shown).split())
    return line if len(line) <= MOST else f"{line[: MOST - 1]}…"
