"""An example: what a failed sample was told, short and without what may be a secret."""

import re

MOST = 160
"""Characters of an example."""

_LOOKED_AT = 1_000
"""Characters of what was told."""

_LONG = re.compile(r"[A-Za-z0-9+/_=~-]{20,}")
"""What is as long as this and has no space in it may be a key, a token or a session."""


def example(told: str) -> str:
    """Make one line of what was told, in which "…" stands for what may be a secret."""
    shown = "".join(one if one.isprintable() else " " for one in told[:_LOOKED_AT])
    line = " ".join(_LONG.sub("…", shown).split())
    return line if len(line) <= MOST else f"{line[: MOST - 1]}…"
