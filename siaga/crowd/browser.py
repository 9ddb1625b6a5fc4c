"""The Browser: the HTTP client of one visitor.

HTTP/1.1 on watchers of gevent's own loop: one connection that is kept, cookies, redirects within one
origin, gzip, TLS, and one deadline over all of it. It needs no monkey patching, and is the same with it.
"""

import ssl
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from siaga.crowd.answer import Answer
from siaga.crowd.channel import Channel
from siaga.crowd.coding import decoded
from siaga.crowd.cookies import Cookies
from siaga.crowd.cut import Cut
from siaga.crowd.deadline import Deadline
from siaga.crowd.deadline_row import DeadlineRow
from siaga.crowd.deadlines import Deadlines
from siaga.crowd.descriptors import Descriptors
from siaga.crowd.failure import Reason, TripError
from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.headers import Field
from siaga.crowd.letterhead import letterhead_of
from siaga.crowd.line import Line
from siaga.crowd.meter import Meter
from siaga.crowd.mishap import failure_of
from siaga.crowd.origin import Origin
from siaga.crowd.progress import Progress
from siaga.crowd.reader import Limits
from siaga.crowd.redirect import MOST_REDIRECTS, NO_LAST_ANSWERS, redirected
from siaga.crowd.request import EMPTY, Request, Upload, body_of
from siaga.crowd.resolver import Resolver
from siaga.crowd.route import route_of
from siaga.crowd.trust import Trust
from siaga.scenario.link import Link

_SHARED = ("_clock", "_deadlines", "_letterhead", "_limits", "_line", "_origin", "cookies", "link")


class Browser:
    """Asks one site, one request at a time.

    A worker's browsers should share a resolver and, for https, a TLS context: making one takes tens of
    milliseconds.

    Args:
        base_url: scheme, host and port; nothing else is ever connected to.
        deadline_s: for a whole request: look-up, connecting, TLS, redirects, the last byte of the body.
        headers: of every request.
        resolver: finds addresses; one of its own by default.
        tls: whom to trust; the system's authorities by default.
        limits: how large an answer may be; 64 KiB of head and 16 MiB of body by default.
        clock: monotonic seconds.
        link: how slow the visitor's line is; None: no slower than this machine.
        deadlines: of that length and of a request's parts, for all of a worker; its own by default.
        descriptors: give room for its connection, and count what goes over it; its own by default.
        http2: as `tls`, where HTTP/2 is offered to an https site.
        proxy: that leads to the site; None: nobody has to, whatever the environment says.
        like: whose twin it is: all but the connection is that one's; None: nobody's.

    Raises:
        UsageError: the base URL is no address.
        ValueError: a header cannot be sent, or the deadline is not above 0.
    """

    __slots__ = (
        "_busy",
        "_clock",
        "_deadlines",
        "_letterhead",
        "_limits",
        "_line",
        "_origin",
        "cookies",
        "link",
    )

    def __init__(  # noqa: PLR0913 - a browser shares as much with others
        self,
        base_url: str,
        *,
        deadline_s: float,
        headers: Mapping[str, str] | None = None,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.perf_counter,
        link: Link | None = None,
        deadlines: Deadlines | None = None,
        descriptors: Descriptors | None = None,
        http2: ssl.SSLContext | None = None,
        proxy: ForwardProxy | None = None,
        like: "Browser | None" = None,
    ) -> None:
        self._busy = False
        if like is not None:
            for name in _SHARED:
                setattr(self, name, getattr(like, name))
            self._line: Line = self._line.twin()
            return
        self.link = link
        self._origin = Origin.of(base_url)
        self._clock = clock
        self._limits = limits or Limits()
        self._deadlines = deadlines or Deadlines.of(deadline_s)
        secure = self._origin.scheme == "https"
        asked = None if secure else proxy
        self._letterhead = letterhead_of(self._origin, tuple((headers or {}).items()), asked)
        trust = Trust.of(tls or ssl.create_default_context(), http2) if secure else None
        descriptors = descriptors or Descriptors(sys.maxsize, Meter())
        route = route_of(self._origin, resolver or Resolver(), trust, link, proxy)
        self._line = Line(route, self._limits, clock, descriptors)
        self.cookies = Cookies(host=self._origin.host, secure=secure, clock=clock)

    @property
    def origin(self) -> Origin:
        """Whom it visits."""
        return self._origin

    @property
    def deadline_s(self) -> float:
        """How long a whole request may take."""
        return self._deadlines.whole.limit_s

    @property
    def limits(self) -> Limits:
        """How large an answer may be."""
        return self._limits

    def channel(self) -> Channel:
        """Give a channel to the same place, which is not open yet."""
        return Channel(self._origin, self._line.twin(is_channels=True), self._clock)

    def wire(self, path: str, headers: Mapping[str, str]) -> tuple[str, bytes]:
        """Give the target of a path, and a request for it as it goes out over a channel.

        Raises:
            ValueError: the request cannot be written, or the path leads to another site.
        """
        request = Request("GET", self._target(path), headers, body_of(None, None, None))
        cookies = self.cookies.line(request.target)
        return request.target, request.wire(self._letterhead.inside, cookies)

    def twin(self) -> "Browser":
        """Give another at the same place, with a connection of its own and the same cookies."""
        return Browser(str(self._origin), deadline_s=self.deadline_s, like=self)

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch a page; see `request`."""
        return self.request("GET", path, headers=headers)

    def post(self, path: str, **options: Any) -> Answer:  # noqa: ANN401 - as `request` takes them
        """Send something; options as of `request`."""
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> Answer:  # noqa: ANN401 - as `request` takes them
        """Put something in its place; options as of `request`."""
        return self.request("PUT", path, **options)

    def request(  # noqa: PLR0913 - a request has as many parts
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        json: object = None,
        form: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload] | None = None,
        cut: Cut | None = None,
    ) -> Answer:
        """Send a request, follow redirects, and read the whole answer.

        Args:
            method: in capitals.
            path: path and query, or a URL of the site.
            headers: of this request alone.
            body: what it carries; or
            json: what it carries as JSON; or
            form: what it carries as an HTML form, and
            files: what is uploaded with that form, by field.
            cut: when the visitor breaks it off; as long as the deadline lets it go on, by default.

        Raises:
            RequestFailure: there is no answer; it says why, and whether anything was sent.
            ValueError: the request cannot be written, or the path leads to another site.
            RuntimeError: the browser is busy with another request.
        """
        bare = json is None and form is None and files is None and not body
        content = EMPTY if bare else body_of(body, json, form, files)
        letterhead, deadlines = self._letterhead, self._deadlines
        target = letterhead.targets.get(path) or self._target(path)
        request = Request(method, target, headers, content)
        if self._busy:
            raise RuntimeError("browser: is busy; a visitor sends one request at a time")
        wire = request.wire(letterhead, self.cookies.line(target))
        progress = Progress(self._clock(), deadlines)
        if cut is not None and not cut.after_s:
            progress.leaves = True
        elif cut is not None and cut.after_s < self.deadline_s:
            return self._cut(request, wire, progress, cut)
        deadline = deadlines.whole.start()
        self._busy = True
        try:
            return self._followed(request, wire, progress)
        except BaseException as error:
            self._fail(error, progress, None)
            raise
        finally:
            self._busy = False
            DeadlineRow.stop(deadline)

    def hang_up(self) -> None:
        """Close the connection; the next request opens another, and cookies stay."""
        self._line.drop()

    def close(self) -> None:
        """Close the connection; whoever visits the site for the last time does so."""
        self._line.drop()

    def _target(self, path: str) -> str:
        target = self._origin.target(path)
        if target is None:
            raise ValueError(f"path {path!r}: is not on {self._origin}; a browser visits one site")
        self._letterhead.lead(path, target)
        return target

    def _cut(self, request: Request, wire: bytes, progress: Progress, cut: Cut) -> Answer:
        """Carry a request that the visitor breaks off before the deadline."""
        deadline = Deadline(cut.after_s)
        deadline.start()
        self._busy = True
        try:
            return self._followed(request, wire, progress)
        except BaseException as error:
            self._fail(error, progress, cut)
            raise
        finally:
            self._busy = False
            deadline.close()

    def _fail(self, error: BaseException, progress: Progress, cut: Cut | None) -> None:
        """Close the connection, and raise what an error means, if it is one of the network's.

        Raises:
            RequestFailure: what it means.
        """
        self._line.drop()
        failure = failure_of(error, self._origin, progress, self.deadline_s, cut)
        if failure is None:
            return
        try:
            raise failure from None
        finally:
            # Its traceback has this frame, by which it would hold on to itself until it is looked for.
            del failure

    def _followed(self, request: Request, wire: bytes, progress: Progress) -> Answer:
        """Carry a request, and those that its answers lead to."""
        for _ in range(MOST_REDIRECTS + 1):
            reader = self._line.carry(request.method, wire, progress, repeatable=request.repeatable)
            headers, status = reader.headers, reader.status
            is_last = status not in NO_LAST_ANSWERS
            if not is_last:
                self._line.refuse(status, progress)
            self._hear(request.target, reader.fields, headers.named)
            following = None
            if not is_last:
                following = redirected(request, status, headers, self._origin)
            if following is None:
                body = reader.body
                if b"content-encoding" in headers.named:
                    body = decoded(body, headers.every("content-encoding"), self._limits.body_bytes)
                reader.let_go()
                return Answer.of(progress, self._clock(), status, headers, body, request.target)
            request = following
            wire = request.wire(self._letterhead, self.cookies.line(request.target))
        raise TripError(
            Reason.TOO_MANY_REDIRECTS,
            f"more than {MOST_REDIRECTS} redirects, at last to {request.target}",
        )

    def _hear(self, target: str, fields: Sequence[Field], named: Mapping[bytes, bytes]) -> None:
        """Keep the cookies of an answer, be it one that leads on.

        Args:
            target: path and query that gave it.
            fields: of the answer.
            named: the same by name.
        """
        if b"set-cookie" in named:
            self.cookies.take(target, fields)
