"""A ready answer is what was made, byte for byte."""

from http import HTTPStatus

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from mock_site.pages.ready_answer import ReadyAnswer, ready_bytes

CONTENT = ready_bytes(HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "3"}, b"wait")


def test_the_bytes_are_an_answer_with_its_length() -> None:
    """Nothing is to be added."""
    assert CONTENT == (
        b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\nContent-Length: 4\r\n\r\nwait"
    )


async def test_it_arrives_as_it_is_and_the_connection_goes_on() -> None:
    """Also after a request with a body that nobody read."""

    async def view(_request: web.Request) -> web.StreamResponse:
        """Give the answer."""
        return ReadyAnswer(CONTENT, HTTPStatus.SERVICE_UNAVAILABLE)

    app = web.Application()
    app.router.add_post("/", view)
    async with TestClient(TestServer(app)) as client:
        for _ in range(3):
            async with client.post("/", data=b"x" * 5000) as answer:
                assert (answer.status, await answer.read()) == (503, b"wait")
                assert dict(answer.headers) == {"Retry-After": "3", "Content-Length": "4"}
