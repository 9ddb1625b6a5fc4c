"""The Mask over what is shown of requests and answers: no secret of the site or of a person gets by it.

What is secret is known by its name, in JSON, forms, queries and pages; once known, its value is left out
wherever it stands, also where it has no name.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl, urlencode

HIDDEN = "***"
SHOWN_CHARACTERS = 200
"""As much of a text is shown."""

LEAST_CHARACTERS, SURELY_CHARACTERS = 8, 20
"""A shorter value, or one without a digit that is not even long, may be a word like any other: that is
left out only where it stands with its name."""

_SECRET = re.compile(
    r"passw|pass(code|phrase)?$|secret|token|csrf|xsrf|session|authori[sz]|cookie|api.?key|jwt"
    r"|(?<![a-z])otp(?![a-z])",
    re.IGNORECASE,
)
_TYPED = re.compile(r"(code|pin|pass)", re.IGNORECASE)
"""Names of what a person types; in an answer they are codes of errors."""

_INPUT = re.compile(r"<(?:input|meta)\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(name|value|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE
)
_PAIR = re.compile(r'"([^"\\]+)"(\s*:\s*)"(?:[^"\\]|\\.)*"')
_QUERY = re.compile(r"([?&;\s]|^)([\w.\-\[\]]+)=([^\s&;\"'<>]+)")


class Mask:
    """Leaves secrets out of texts.

    Args:
        environ: environment; the values of its secrets are none of anybody's business.
        secrets: that are left out wherever they stand, also where they may be words.
    """

    def __init__(self, environ: Mapping[str, str] | None = None, secrets: Iterable[str] = ()) -> None:
        self._known = set(filter(None, secrets))
        for name, value in (environ or {}).items():
            if _SECRET.search(name) or name.upper().endswith(("_KEY", "_DSN")):
                self.learn(value)

    def learn(self, value: object) -> None:
        """Know a secret from now on, unless it may be a word as well."""
        text = str(value)
        drawn = len(text) >= SURELY_CHARACTERS or any(one.isdigit() for one in text)
        if drawn and len(text) >= LEAST_CHARACTERS:
            self._known.add(text)

    def read(self, text: str) -> None:
        """Learn the secrets of an answer."""
        for name, value in (*_in_json(text), *_in_page(text)):
            if _SECRET.search(name):
                self.learn(value)

    def hide(self, text: str) -> str:
        """Give a text without its secrets."""
        for secret in sorted(self._known, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return _PAIR.sub(_without_text, _QUERY.sub(_without_value, text))

    def begin(self, text: str) -> str:
        """Give how a text begins, in one line and without its secrets."""
        line = self.hide(" ".join(text.split()))
        return line if len(line) <= SHOWN_CHARACTERS else f"{line[:SHOWN_CHARACTERS]}…"

    def path(self, path: str) -> str:
        """Give a path and query without the values of what is secret by its name."""
        head, mark, query = path.partition("?")
        if not mark:
            return self.hide(head)
        named = parse_qsl(query, keep_blank_values=True)
        pairs = [(name, HIDDEN if _secret(name) else value) for name, value in named]
        return self.hide(f"{head}?{urlencode(pairs, safe='*/:@,')}")

    def carried(self, named: object) -> str:
        """Give what a request carries as JSON or form, in one line and without its secrets."""
        shown = self._without(named)
        return self.begin(
            json.dumps(shown, ensure_ascii=False, default=str).replace(f'"{HIDDEN}"', HIDDEN)
        )

    def _without(self, value: object) -> object:
        if isinstance(value, Mapping):
            return {str(name): self._of(str(name), one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._without(one) for one in value]
        return value

    def _of(self, name: str, value: object) -> object:
        if not _secret(name):
            return self._without(value)
        for one in value if isinstance(value, list | tuple) else [value]:
            self.learn(one)
        return HIDDEN


def _secret(name: str) -> bool:
    return bool(_SECRET.search(name) or _TYPED.fullmatch(name))


def _without_value(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}={HIDDEN}" if _SECRET.search(found[2]) else found[0]


def _without_text(found: re.Match[str]) -> str:
    return f'"{found[1]}"{found[2]}{HIDDEN}' if _SECRET.search(found[1]) else found[0]


def _in_json(text: str) -> Iterator[tuple[str, str]]:
    """Give every text of a JSON document with its name."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from ((name, inner) for name, inner in one.items() if isinstance(inner, str))
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _in_page(text: str) -> Iterator[tuple[str, str]]:
    """Give every field of a page with its name."""
    for tag in _INPUT.findall(text):
        found = {name.lower(): "".join(forms) for name, *forms in _ATTRIBUTE.findall(tag)}
        if "name" in found:
            yield found["name"], found.get("value") or found.get("content", "")
