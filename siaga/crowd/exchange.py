"""The Exchange: one request of a step and how it ended, answered or not."""

from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.cut import Cut
from siaga.crowd.failure import Reason, RequestFailure
from siaga.record.split import Parts
from siaga.scenario.reactions import Trouble

REJECTIONS = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""How a site says that it has too much to do."""

TOLD_BYTES = 1_000
"""Of a body, that are told of a failed sample."""

BLOCKS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
SHUT_OUT = frozenset({Reason.REFUSED, Reason.RESET, Reason.CLOSED})
"""How a site turns somebody away whom it takes for an abuser: with an answer, or without one."""


class Exchange:
    """How one request ended: exactly one of answer and failure is there.

    It is no dataclass since one is made for every request, and those take three times as long.

    Args:
        answer: the whole answer; None if there is none.
        failure: why there is none; None if there is one.

    Raises:
        ValueError: both are there, or neither.
    """

    __slots__ = ("answer", "failure")

    def __init__(self, answer: Answer | None = None, failure: RequestFailure | None = None) -> None:
        if (answer is None) is (failure is None):
            raise ValueError("exchange: has to have either an answer or a failure")
        self.answer = answer
        self.failure = failure

    @property
    def failed_for(self) -> Reason | None:
        """Why there is no answer; None where there is one."""
        return None if self.failure is None else self.failure.reason

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong with the site, in the words of a scenario; None where it did what it could."""
        if self.answer is None:
            return "no-answer"
        if self.answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            return "429"
        return "5xx" if self.answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR else None

    @property
    def told(self) -> str:
        """What a failed sample was told: the status and how the body begins, or why there is none."""
        if self.answer is None:
            return str(self.failure)
        body = self.answer.body[:TOLD_BYTES].decode("utf-8", "replace")
        return f"status {self.answer.status}: {body}" if body else f"status {self.answer.status}"

    @property
    def rejected(self) -> bool:
        """Whether the site turned the request away, as it does with what is too much for it."""
        return self.answer is not None and self.answer.status in REJECTIONS

    @property
    def requests(self) -> int:
        """How many requests went out, redirects and repeats included."""
        if self.answer is not None:
            return self.answer.requests
        return 0 if self.failure is None else self.failure.requests

    @property
    def parts_s(self) -> Parts | None:
        """How long each part of the answer took; None without one."""
        return None if self.answer is None else self.answer.parts_s

    @property
    def received_bytes(self) -> int:
        """Size of the answer; 0 without one."""
        return 0 if self.answer is None else self.answer.received_bytes

    @property
    def line_s(self) -> float:
        """How long the visitor's own line was waited for; 0 without an answer."""
        return 0.0 if self.answer is None else self.answer.line_s

    def blocks(self, expect: Collection[int]) -> bool:
        """Tell whether the site took the visitor for somebody whom it wants to be rid of.

        Args:
            expect: statuses of a good answer: who is told the right reason is not blocked.
        """
        if self.answer is None:
            return self.failed_for in SHUT_OUT
        return self.answer.status in BLOCKS and self.answer.status not in expect

    def reason(self, expect: Collection[int]) -> str:
        """Say in a word or two why the step failed; empty if it is good."""
        if self.failure is not None:
            return self.failure.reason.value
        if self.answer is not None and self.answer.status not in expect:
            return f"status {self.answer.status}"
        return ""


class Asking:
    """What a step asks for: called, it sends the request once.

    Args:
        method: in capitals.
        path: path and query, or a URL.
        options: those of `Browser.request`.
    """

    __slots__ = ("_method", "_options", "_path")

    def __init__(self, method: str, path: str, options: Mapping[str, Any]) -> None:
        self._method = method
        self._path = path
        self._options = options

    def __call__(self, browser: Browser, cut: Cut | None) -> Exchange:
        """Send it by a browser, until the visitor breaks it off; give how that ended."""
        return exchanged(self._method, self._path, self._options, browser, cut)


def exchanged(
    method: str, path: str, options: Mapping[str, Any], browser: Browser, cut: Cut | None = None
) -> Exchange:
    """Send a request, and give how that ended.

    Args:
        method: in capitals.
        path: path and query, or a URL.
        options: those of `Browser.request`.
        browser: that sends it.
        cut: when the visitor breaks it off.
    """
    try:
        # Most have no options, and to hand over none by name takes as long as to write the request.
        if not options:
            return Exchange(browser.request(method, path, cut=cut))
        return Exchange(browser.request(method, path, cut=cut, **options))
    except RequestFailure as failure:
        return Exchange(failure=failure)
