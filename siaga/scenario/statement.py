"""The Statement of a query: one SELECT, told from what could write before a database sees it."""

import re

from siaga.scenario.problem import Problem, refuse

_QUOTED = re.compile(
    r"""--[^\n]*|/\*.*?\*/|'[^']*'|"[^"]*"|(?P<tag>\$[A-Za-z_]*\$).*?(?P=tag)""", re.DOTALL
)
"""Comments, texts and quoted names, inside which nothing is a statement."""

_FIRST_WORD = re.compile(r"[\s(]*(\w+)")
_READING = ("SELECT", "WITH")


def one_select(text: str) -> str:
    """Refuse what is not one statement that reads.

    This is for a clear sentence before the run. What makes a query harmless is that the database is
    opened for reading only.

    Raises:
        ValidationError: the text begins with another word, or goes on after its end.
    """
    plain = _QUOTED.sub(" ", text)
    first = _FIRST_WORD.match(plain)
    word = first[1] if first else ""
    allowed = "one SELECT, or WITH and a SELECT, is allowed"
    if word.upper() not in _READING:
        refuse([Problem(text=f"begins with {word[:40]!r}; {allowed}")])
    if ";" in plain.rstrip("; \t\r\n"):
        refuse([Problem(text=f"holds a second statement after a semicolon; {allowed}")])
    return text
