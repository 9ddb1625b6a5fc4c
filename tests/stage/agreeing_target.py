"""A target of a test's own: it agrees to be loaded, or says what it is told to say."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.served import served

KEY = "a key of sixteen bytes or more"
NAME = "staging.go.id"
"""A name that has to agree, though it leads to this machine in these tests."""

Change = Callable[[dict[str, object]], object]


def signed(fields: dict[str, object], key: str = KEY) -> dict[str, object]:
    """Sign an answer, as the page on targets says."""
    fakes, stop = fields["fakes"], "true" if fields["stop"] else "false"
    assert isinstance(fakes, list)
    statement = (
        f"siaga=1\nnonce={fields['nonce']}\nenv={fields['env']}\nhost={fields['host']}\n"
        f"fakes={','.join(fakes)}\nstop={stop}\n"
    )
    signature = hmac.new(key.encode(), statement.encode(), hashlib.sha256).hexdigest()
    return {**fields, "signature": signature}


def agreement(nonce: str, host: str = NAME) -> dict[str, object]:
    """Give the answer of a target that agrees, without its signature."""
    return {
        "siaga": 1,
        "nonce": nonce,
        "env": "staging",
        "host": host,
        "fakes": ["mail", "registry", "sms"],
        "stop": False,
    }


def body(nonce: str, **changed: object) -> bytes:
    """Give the body of an answer, with some of it changed before it was signed."""
    return json.dumps(signed({**agreement(nonce), **changed})).encode()


@contextmanager
def target_of(answer: Callable[[str], tuple[int, bytes]]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Serve a target; gives its port at the made-up name, and the headers of every request.

    Args:
        answer: gives status and body for a nonce.
    """
    heard: list[dict[str, str]] = []

    class Site(BaseHTTPRequestHandler):
        """Answers the question."""

        def do_GET(self) -> None:
            """Note the headers and answer the nonce."""
            heard.append(dict(self.headers))
            (nonce,) = parse_qs(urlsplit(self.path).query).get("nonce", [""])
            status, content = answer(nonce)
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with served(Site) as url:
        yield f"http://{NAME}:{url.rpartition(':')[2]}", heard
