"""Plain pages: what a person would see and press, read and sent without a browser."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

EVERY_S, WAITS = 0.1, 600
FINE = 200
_ELEMENT = re.compile(r"([a-z]*\d?)((?:#[\w-]+|\.[\w-]+|\[[^\]]+\]|:has\(#[\w-]+\))*)")
_PART = re.compile(r"#([\w-]+)|\.([\w-]+)|\[([\w-]+)([*^]?)='?([^\]']*)'?\]|:has\(#([\w-]+)\)")


def xpath(selector: str) -> str:
    """Give a selector of the few kinds that the walk has, descendants of descendants, as XPath."""
    return "".join("//" + _element(*_whole(one).groups()) for one in selector.split(" "))


def _whole(text: str) -> re.Match[str]:
    found = _ELEMENT.fullmatch(text)
    assert found is not None, text
    return found


def _element(tag: str, parts: str) -> str:
    return (tag or "*") + "".join(f"[{_condition(one)}]" for one in _PART.finditer(parts))


def _condition(part: re.Match[str]) -> str:
    own, group, name, how, value, inside = part.groups()
    if own or inside:
        return f"@id='{own}'" if own else f".//*[@id='{inside}']"
    if group:
        return f"contains(concat(' ', normalize-space(@class), ' '), ' {group} ')"
    functions = {"^": f"starts-with(@{name}, '{value}')", "*": f"contains(@{name}, '{value}')"}
    return functions.get(how, f"@{name}='{value}'")


class PlainPages:
    """Pages without a browser.

    Args:
        missed: the error that is raised where something is missed.
    """

    def __init__(self, missed: type[Exception]) -> None:
        self._missed = missed
        cookies = urllib.request.HTTPCookieProcessor()
        self._opener = urllib.request.build_opener(cookies)
        self._url = ""
        self._tree: Any = None
        self._filled: dict[str, str] = {}
        self._picture: tuple[str, bytes] | None = None
        self._opener.addheaders = [("Accept", "text/html")]

    @property
    def path(self) -> str:
        """Where the person is."""
        return urlsplit(self._url).path

    def go(self, url: str, status: int = FINE) -> None:
        """Open an address, whose page has to have a status."""
        self._send(urllib.request.Request(url), status)  # noqa: S310 - of this machine

    def press(self, selector: str, status: int = FINE) -> None:
        """Press a button or follow a link, and see the page that comes."""
        wanted = self._first(selector)
        if wanted.tag == "a":
            self.go(urljoin(self._url, wanted.get("href")), status)
        else:
            self._send(self._sent(next(wanted.iterancestors("form"))), status)

    def fill(self, **fields: str) -> None:
        """Write into fields, or choose, by their ids."""
        for name, text in fields.items():
            field = self._first(f"#{name}")
            if field.tag == "select" and text not in field.value_options:
                raise self._missed(f"{self.path}: {name} has no {text}")
            self._filled[name] = text

    def hand_in(self, selector: str, name: str, content: bytes) -> None:
        """Choose a picture."""
        self._first(selector)
        self._picture = name, content

    def tick_in_each(self, selector: str) -> int:
        """Choose the first of several in each of some groups, and give how many groups there are."""
        groups = self._tree.xpath(xpath(selector))
        for group in groups:
            first = group.xpath(".//input")[0]
            self._filled[first.get("name")] = first.get("value")
        return len(groups)

    def has(self, selector: str) -> bool:
        """Tell whether something is there."""
        return bool(self._tree.xpath(xpath(selector)))

    def see(self, selector: str) -> None:
        """See something."""
        self._first(selector)

    def text(self, selector: str) -> str:
        """Read something."""
        return str(self._first(selector).text_content())

    def address(self, selector: str) -> str:
        """Read where a link leads."""
        return str(self._first(selector).get("href"))

    def is_at(self, pattern: str) -> None:
        """Be at a path."""
        if not re.fullmatch(pattern, self.path):
            raise self._missed(f"is at {self.path}; {pattern} was due")

    def wait_for(self, selector: str) -> None:
        """Load the page again and again until it has something."""
        for _ in range(WAITS):
            if self.has(selector):
                return
            time.sleep(EVERY_S)
            self.go(self._url)
        raise self._missed(f"{self.path} has no {selector}")

    def pause(self, seconds: float) -> None:
        """Do nothing for a while."""
        time.sleep(seconds)

    @contextmanager
    def beside(self, url: str) -> Iterator[None]:
        """Give a while in another tab."""
        here, tree = self._url, self._tree
        self.go(url)
        yield
        self._url, self._tree = here, tree

    def _first(self, selector: str) -> Any:  # noqa: ANN401 - lxml has no types
        found = self._tree.xpath(xpath(selector))
        if not found:
            raise self._missed(f"{self.path} has no {selector}")
        return found[0]

    def _sent(self, form: Any) -> urllib.request.Request:  # noqa: ANN401 - as above
        """Give the request of a form with what was filled in."""
        fields = {name: self._filled.get(name, value or "") for name, value in form.form_values()}
        named = {one.get("name") for one in form.inputs}
        fields |= {name: text for name, text in self._filled.items() if name in named}
        self._filled = {}
        url = urljoin(self._url, form.get("action"))
        if form.get("enctype") is None:
            body = urlencode(fields).encode("ascii")
            return urllib.request.Request(url, body, method="POST")  # noqa: S310 - as above
        return _multipart(url, fields, *(self._picture or ("", b"")))

    def _send(self, request: urllib.request.Request, status: int) -> None:
        answer: HTTPResponse | urllib.error.HTTPError
        try:
            answer = self._opener.open(request, timeout=10.0)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            if answer.status != status:
                raise self._missed(f"{answer.url} has status {answer.status}; {status} was due")
            self._url, self._tree = answer.url, html.document_fromstring(answer.read())


def _multipart(url: str, fields: Mapping[str, str], name: str, content: bytes) -> urllib.request.Request:
    limit = "a-limit-that-no-picture-has"
    lines = [
        f'--{limit}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'
        for field, text in fields.items()
        if field != "file"
    ]
    head = f'--{limit}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    body = f"{''.join(lines)}{head}Content-Type: image/png\r\n\r\n".encode() + content
    kind = f"multipart/form-data; boundary={limit}"
    whole = body + f"\r\n--{limit}--\r\n".encode("ascii")
    return urllib.request.Request(url, whole, {"Content-Type": kind}, method="POST")  # noqa: S310 - as above
