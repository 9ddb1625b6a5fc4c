"""A body is as large as a form is, however it comes; a naive site reads whatever comes."""

import zlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from mock_site.layers import Layer, Layers, Level
from mock_site.protection.body_limit import FORM_BYTES, NAIVE_BYTES, most_bytes
from mock_site.testing import SiteInProcess, picture
from tests.mock_site.around import Around
from tests.mock_site.conftest import UNQUEUED
from tests.mock_site.walker import Walker

Make = Callable[..., Awaitable[SiteInProcess]]
JSON = {"Content-Type": "application/json"}
NAIVE_SITE = Layers.named("naive", ["waiting-room", "rate-limits"])
LARGE = b'{"email":"a@warga.test","password":"%s"}' % (b"x" * FORM_BYTES)
KEY = "site_rejections_total"


async def _status(
    site: SiteInProcess, body: bytes | AsyncIterator[bytes], **headers: str
) -> tuple[int, str | None]:
    call = site.client.post("/accounts", data=body, headers={**JSON, **headers})
    async with call as answer:
        return answer.status, answer.headers.get("Connection")


async def _in_pieces(blanks: int = 0) -> AsyncIterator[bytes]:
    yield LARGE
    for _ in range(blanks):
        yield b" " * 64 * 1024


def _refused(site: SiteInProcess, reason: str) -> float | None:
    return site.metric(KEY, layer="body-limit", reason=reason)


async def test_a_body_that_says_it_is_too_large_is_refused_and_the_connection_closed(
    make_site: Make,
) -> None:
    """Nothing of it is waited for; a naive site reads it and finds nothing wrong."""
    site = await make_site(layers=UNQUEUED)
    assert await _status(site, LARGE) == (413, "close")
    assert _refused(site, "declared") == 1
    assert await _status(await make_site(layers=NAIVE_SITE), LARGE) == (201, None)


async def test_a_body_that_says_nothing_is_refused_as_it_grows(make_site: Make) -> None:
    """Once it has more than a form may have."""
    site = await make_site(layers=UNQUEUED)
    assert await _status(site, _in_pieces()) == (413, "close")
    assert _refused(site, "undeclared") == 1
    assert (await _status(await make_site(layers=NAIVE_SITE), _in_pieces()))[0] == 201


async def test_a_body_that_says_nothing_and_fits_nowhere_is_refused_at_once(make_site: Make) -> None:
    """It is not waited for: of a body that nobody reads aiohttp takes no more, and it never ends."""
    site = await make_site(layers=UNQUEUED)
    assert await _status(site, _in_pieces(32)) == (413, "close")
    assert (await _status(await make_site(layers=NAIVE_SITE), _in_pieces(32)))[0] == 201


async def test_a_packed_body_is_not_unpacked(make_site: Make) -> None:
    """A few bytes become as many as their sender likes; no form is sent so."""
    packed = zlib.compress(LARGE)
    site = await make_site(layers=UNQUEUED)
    assert await _status(site, packed, **{"Content-Encoding": "deflate"}) == (415, "close")
    assert _refused(site, "packed") == 1
    naive = await make_site(layers=NAIVE_SITE)
    assert (await _status(naive, packed, **{"Content-Encoding": "deflate"}))[0] == 201


@pytest.mark.parametrize("encoding", ["identity", "Identity"])
async def test_a_body_that_is_said_not_to_be_packed_is_read(make_site: Make, encoding: str) -> None:
    """As one that says nothing."""
    body = b'{"email":"a@warga.test","password":"rahasia-sekali"}'
    site = await make_site(layers=UNQUEUED)
    assert (await _status(site, body, **{"Content-Encoding": encoding}))[0] == 201


async def test_a_picture_may_be_larger_than_a_form(make_site: Make, around: Around) -> None:
    """But no larger than a picture may be, which is seen before it is read."""
    site = await make_site(layers=UNQUEUED, around=around)
    me = Walker(site, around)
    await me.walk_to("documents")
    assert (await me.document("ktp", picture("x" * FORM_BYTES)))[0] == 201
    assert (await me.document("ktp", picture("x" * 96 * 1024)))[0] == 413
    assert _refused(site, "declared") == 1


def test_what_is_read_into_memory_follows_the_layer() -> None:
    """Off, all of it is."""
    assert [most_bytes(level) for level in (Level.HARDENED, Level.NAIVE, Level.OFF)] == [
        FORM_BYTES,
        NAIVE_BYTES,
        0,
    ]


async def test_without_the_layer_anything_is_read(make_site: Make) -> None:
    """More than a naive site would."""
    off = Layers(without=UNQUEUED.without | {Layer.BODY_LIMIT})
    site = await make_site(layers=off)
    assert (await _status(site, LARGE))[0] == 400
