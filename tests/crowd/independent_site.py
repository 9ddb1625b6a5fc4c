"""The independent sites: servers that others have written, which answer by one table.

aiohttp keeps connections, werkzeug (Flask's server) ends each, and h11 is a parser that follows the
standard to the letter. Each reads requests in its own way, and notes what it has read.
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import h11
from aiohttp import web
from multidict import CIMultiDict
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.crowd.answer_table import Asked, File, Reply, asked, reply_to

PATIENCE_S = 10.0
"""No site waits longer for a visitor, so that no test hangs."""

FORM = "application/x-www-form-urlencoded"
UPLOAD = "multipart/form-data"
MOST_BYTES = 2**25


@dataclass(slots=True)
class Site:
    """A site that is open.

    Attributes:
        url: base URL of it.
        noted: what it was asked, in order.
    """

    url: str
    noted: list[Asked] = field(default_factory=list)


@contextmanager
def aiohttp_site() -> Iterator[Site]:
    """Open a site of aiohttp's, with a loop in a thread of its own."""
    site = Site("")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def done(work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever it gives
        return asyncio.run_coroutine_threadsafe(work, loop).result(PATIENCE_S)

    runner = done(_serving(site))
    try:
        yield site
    finally:
        done(runner.cleanup())
        done(loop.shutdown_default_executor())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE_S)
        loop.close()


@contextmanager
def werkzeug_site() -> Iterator[Site]:
    """Open a site of werkzeug's."""
    site = Site("")

    @Request.application
    def answer(request: Request) -> Response:
        site.noted.append(_read_by_werkzeug(request))
        reply = reply_to(site.noted[-1])
        # Of what it can count werkzeug tells the length.
        content = iter(reply.chunks) if reply.chunks else reply.body
        return Response(content, reply.status, list(reply.headers))

    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=_Silent)
    site.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join(PATIENCE_S)


@contextmanager
def h11_site() -> Iterator[Site]:
    """Open a site that speaks by h11, with a thread for each connection."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    site = Site(f"http://127.0.0.1:{listener.getsockname()[1]}")
    talks: list[threading.Thread] = []
    opened: list[socket.socket] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, (_host, port) = listener.accept()
                opened.append(connection)
                talks.append(threading.Thread(target=_talk, args=(connection, port, site)))
                talks[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield site
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        accepting.join(PATIENCE_S)
        for connection in opened:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for talk in talks:
            talk.join(PATIENCE_S)
        listener.close()


SITES: Mapping[str, Callable[[], AbstractContextManager[Site]]] = {
    "aiohttp": aiohttp_site,
    "werkzeug": werkzeug_site,
    "h11": h11_site,
}


class _Silent(WSGIRequestHandler):
    """Writes nothing of what it serves."""

    def log(self, type: str, message: str, *arguments: object) -> None:  # noqa: A002 - werkzeug's name
        """Write nothing."""


async def _serving(site: Site) -> web.AppRunner:
    app = web.Application(client_max_size=MOST_BYTES)
    app.router.add_route("*", "/{path:.*}", _answering(site))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    return runner


def _answering(site: Site) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        site.noted.append(await _read_by_aiohttp(request))
        reply = reply_to(site.noted[-1])
        headers = CIMultiDict(reply.headers)
        if not reply.chunks:
            whole = web.Response(status=reply.status, headers=headers, body=reply.body)
            if reply.closes:
                whole.force_close()
            return whole
        streamed = web.StreamResponse(status=reply.status, headers=headers)
        streamed.enable_chunked_encoding()
        await streamed.prepare(request)
        for chunk in reply.chunks if request.method != "HEAD" else ():
            await streamed.write(chunk)
        await streamed.write_eof()
        return streamed

    return answer


async def _read_by_aiohttp(request: web.Request) -> Asked:
    form: list[tuple[str, str]] = []
    files: list[File] = []
    if request.content_type in {FORM, UPLOAD}:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files.append((name, value.filename, value.content_type, value.file.read()))
            else:
                form.append((name, str(value)))
    body = b"" if request.content_type == UPLOAD else await request.read()
    place = request.transport.get_extra_info("peername") if request.transport else ("", 0)
    headers = _small(request.headers.items())
    return asked(request.method, request.raw_path, headers, body, form=form, files=files, peer=place[1])


def _read_by_werkzeug(request: Request) -> Asked:
    headers = _small(request.headers.items())
    files = [
        (name, one.filename or "", one.mimetype, one.read())
        for name, one in request.files.items(multi=True)
    ]
    return asked(
        request.method,
        request.environ["RAW_URI"],
        headers,
        b"" if request.mimetype in {FORM, UPLOAD} else request.get_data(),
        form=list(request.form.items(multi=True)),
        files=files,
        peer=request.environ["REMOTE_PORT"],
    )


def _talk(connection: socket.socket, port: int, site: Site) -> None:
    """Answer one request after the other, as long as both want to go on."""
    connection.settimeout(PATIENCE_S)
    spoken = h11.Connection(h11.SERVER)
    with connection, suppress(OSError, h11.RemoteProtocolError):
        while (one := _read_by_h11(spoken, connection, port)) is not None:
            site.noted.append(one)
            for event in _said(reply_to(one), one.method):
                connection.sendall(spoken.send(event) or b"")
            if spoken.our_state is not h11.DONE or spoken.their_state is not h11.DONE:
                return
            spoken.start_next_cycle()


def _read_by_h11(spoken: h11.Connection, connection: socket.socket, port: int) -> Asked | None:
    """Read the next request; None where there is none."""
    request, body = None, b""
    while True:
        event = spoken.next_event()
        if event is h11.NEED_DATA:
            spoken.receive_data(connection.recv(65_536))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage) and request is not None:
            return _noted(request, bytes(body), port)
        else:
            return None


def _noted(request: h11.Request, body: bytes, port: int) -> Asked:
    """Note what h11 has read; it leaves forms to others, and Python's own readers take them."""
    headers = _small((name.decode(), value.decode("latin-1")) for name, value in request.headers)
    kind = headers.get("content-type", "")
    form: Sequence[tuple[str, str]] = ()
    files: Sequence[File] = ()
    if kind.startswith(FORM):
        form = parse_qsl(body.decode("ascii"), keep_blank_values=True)
    if kind.startswith(UPLOAD):
        form, files = _parts(kind, body)
    target = request.target.decode("ascii")
    return asked(request.method.decode(), target, headers, body, form=form, files=files, peer=port)


def _parts(kind: str, body: bytes) -> tuple[list[tuple[str, str]], list[File]]:
    """Read a form with files by Python's reader of mail."""
    form: list[tuple[str, str]] = []
    files: list[File] = []
    letter = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP)
    for part in letter.walk():
        if part.is_multipart():
            continue
        name = str(part.get_param("name", header="content-disposition"))
        filename, content = part.get_filename(), part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if filename is None:
            form.append((name, content.decode()))
        else:
            files.append((name, filename, part.get_content_type(), content))
    return form, files


def _said(reply: Reply, method: str) -> Iterator[h11.Event]:
    headers = [(name.encode(), value.encode()) for name, value in reply.headers]
    if not reply.chunks and reply.status not in {204, 304}:
        headers.append((b"Content-Length", b"%d" % len(reply.body)))
    if reply.closes:
        headers.append((b"Connection", b"close"))
    yield h11.Response(status_code=reply.status, headers=headers)
    if method != "HEAD":
        for chunk in reply.chunks or [reply.body]:
            yield h11.Data(data=chunk)
    yield h11.EndOfMessage()


def _small(fields: Any) -> dict[str, str]:  # noqa: ANN401 - pairs, of whichever library
    return {name.lower(): value for name, value in fields}
