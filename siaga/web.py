"""The Web as siaga sees it beside the load: a few small calls to a site, none of them load."""

import json
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any, Self
from urllib.parse import urlsplit

import urllib3

from siaga.credentials import Credentials
from siaga.sender import Sender

CALL_DEADLINE_S = 5.0
BODY_LIMIT_BYTES = 8 * 2**20
"""No answer has as much; one without end would fill the memory before its time is over."""


class WebError(Exception):
    """A call did not get the answer it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """An answer that has come whole."""

    status: int
    body: bytes


class Leash:
    """Cuts connections off once their time is over: the library's own limit begins anew with each byte.

    Args:
        limit_s: for everything that is done on it, or until it is lengthened.

    Attributes:
        is_over: whether the time is.
    """

    def __init__(self, limit_s: float) -> None:
        self.is_over = False
        self._limit_s = limit_s
        self._held: list[socket.socket] = []
        self._timer: Timer | None = None

    def __enter__(self) -> Self:
        """Let the time begin."""
        self.lengthen()
        return self

    def lengthen(self) -> None:
        """Let the time begin anew."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = Timer(self._limit_s, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        """Let everything go."""
        if self._timer is not None:
            self._timer.cancel()
        for line in self._held:
            line.close()

    def hold(self, line: socket.socket) -> None:
        """Take a connection that has just been made; TLS, which takes it over, has not begun yet."""
        self._held.append(line.dup())
        if self.is_over:
            self._cut()

    def _cut(self) -> None:
        self.is_over = True
        for line in self._held:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


class BoundPool(urllib3.PoolManager):
    """Connections of one sender: to the addresses that it is bound to, one after the other.

    The name stays in `Host` and in the certificate; it is not looked up again.

    Args:
        sender: whose.
        leash: that holds every connection; None: nothing does.
        options: as of the library's own.
    """

    def __init__(
        self,
        sender: Sender,
        leash: Leash | None = None,
        **options: Any,  # noqa: ANN401 - the library's
    ) -> None:
        if sender.host:
            options |= {"server_hostname": sender.host, "assert_hostname": sender.host}
        if sender.credentials.needs_tls:
            options |= _secured(sender.credentials)
        super().__init__(**options)
        self._sender = sender
        self._leash = leash

    def urlopen(  # type: ignore[override] # a redirect would go wherever the site says
        self,
        method: str,
        url: str,
        **options: Any,  # noqa: ANN401 - the library's
    ) -> urllib3.BaseHTTPResponse:
        """Send a request, to the next address where nobody takes the connection; follow no redirect.

        Raises:
            urllib3.exceptions.HTTPError: there is no answer.
        """
        given = options.pop("headers", None) or {}
        host = {"Host": urlsplit(url).netloc} if self._sender.binds(urlsplit(url).hostname or "") else {}
        # By whatever letters it is written, a header stands once, and the request's own wins.
        headers = urllib3.HTTPHeaderDict(self._sender.headers)
        headers.update({**host, **given})
        options["redirect"] = False
        *others, last = self._sender.places(url)
        for place in others:
            try:
                return super().urlopen(method, place, headers=headers, **options)
            except urllib3.exceptions.HTTPError as error:
                if not _unconnected(error):
                    raise
        return super().urlopen(method, last, headers=headers, **options)

    def _new_pool(self, *given: Any, **options: Any) -> urllib3.HTTPConnectionPool:  # noqa: ANN401
        """Make one, as the library has it overridden, whose connections are held."""
        pool = super()._new_pool(*given, **options)
        if self._leash is not None:
            pool.ConnectionCls = _leashed(pool.ConnectionCls, self._leash)
        return pool


def _secured(credentials: Credentials) -> dict[str, Any]:
    """Give what the library has to be told of TLS; it would be stricter than the context otherwise."""
    if credentials.verified:
        return {"ssl_context": credentials.tls()}
    urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    return {"ssl_context": credentials.tls(), "cert_reqs": ssl.CERT_NONE, "assert_hostname": False}


def _leashed(kind: type[Any], leash: Leash) -> type[Any]:
    """Give connections of a kind that are held as soon as there is one."""

    class Leashed(kind):  # type: ignore[misc] # plain or secure
        def _new_conn(self) -> socket.socket:
            line: socket.socket = super()._new_conn()
            leash.hold(line)
            return line

    Leashed.__name__ = kind.__name__  # messages of the library name it
    return Leashed


def _unconnected(error: urllib3.exceptions.HTTPError) -> bool:
    """Tell whether nothing was sent, since nobody took the connection."""
    reason = getattr(error, "reason", None) or error
    kinds = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
    return isinstance(reason, kinds)


class Web:
    """Calls to one site.

    Args:
        url: base URL.
        token: bearer token for the admin calls; empty for none.
        deadline_s: for each call, up to the last byte of its answer.
        sender: whose calls they are, and where they may go.
    """

    def __init__(
        self,
        url: str,
        token: str = "",
        deadline_s: float = CALL_DEADLINE_S,
        sender: Sender | None = None,
    ) -> None:
        self._deadline_s = deadline_s
        self._sender = sender or Sender()
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def status(self, path: str) -> int:
        """Give the status of a page.

        Raises:
            WebError: there is no answer.
        """
        return self._call("GET", path).status

    def answered(self, method: str, path: str) -> int:
        """Send a call without a body, and give the status of whatever is answered.

        Raises:
            WebError: there is no answer.
        """
        return self._call(method, path).status

    def get(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        """Give the JSON of a page.

        Raises:
            WebError: there is no answer, it is no success, or no JSON.
        """
        return self._json("GET", path)

    def put(self, path: str, content: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON
        """Send JSON that the site has to accept, and give what it answers.

        Raises:
            WebError: there is no answer, it is no success, or no JSON.
        """
        return self._json("PUT", path, json=content)

    def post(self, path: str, content: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON
        """As `put`, with POST."""
        return self._json("POST", path, json=content)

    def text(self, path: str) -> str:
        """Give a page as it is.

        Raises:
            WebError: there is no answer, or it is no success.
        """
        return self._success("GET", path).body.decode("utf-8", "replace")

    def ask(self, method: str, path: str, content: dict[str, Any] | None = None) -> tuple[int, Any]:
        """Give the status of whatever is answered, and its JSON; None where nothing stands in it.

        Raises:
            WebError: there is no answer, or no JSON.
        """
        options = {} if content is None else {"json": content}
        answer = self._call(method, path, **options)
        return answer.status, _parsed(answer, f"{method} {path}")

    def _json(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - any JSON
        return _parsed(self._success(method, path, **options), f"{method} {path}")

    def _success(self, method: str, path: str, **options: Any) -> _Answer:  # noqa: ANN401
        answer = self._call(method, path, **options)
        if not 200 <= answer.status < 300:  # noqa: PLR2004 - the class of successes
            raise WebError(f"{method} {path}: status {answer.status}; a success is needed")
        return answer

    def _call(self, method: str, path: str, **options: Any) -> _Answer:  # noqa: ANN401
        late = WebError(f"{method} {path}: no answer as a whole within {self._deadline_s:g} s")
        with (
            Leash(self._deadline_s) as leash,
            BoundPool(self._sender, leash, retries=False, timeout=self._deadline_s) as pool,
        ):
            try:
                options |= {"headers": self._headers, "preload_content": False}
                answer = _read(pool.request(method, self._url + path, **options), f"{method} {path}")
            except urllib3.exceptions.HTTPError as error:
                raise (
                    late if leash.is_over else WebError(f"{method} {path}: no answer ({error})")
                ) from None
            # A body without a length looks whole where it is cut off.
            if leash.is_over:
                raise late
        return answer


def _read(answer: urllib3.BaseHTTPResponse, call: str) -> _Answer:
    """Read an answer to its end, as the library would, but not for ever."""
    body = bytearray()
    for part in answer.stream():
        body += part
        if len(body) > BODY_LIMIT_BYTES:
            raise WebError(
                f"{call}: the answer is over {BODY_LIMIT_BYTES:,} bytes; that much is allowed"
            )
    return _Answer(status=answer.status, body=bytes(body))


def _parsed(answer: _Answer, call: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(answer.body) if answer.body else None
    except (ValueError, RecursionError):
        raise WebError(f"{call}: the answer is no JSON; JSON is needed") from None
