"""A hardened site reads what is sent in one way; a naive one as it comes."""

from collections.abc import Awaitable, Callable

import pytest

from mock_site.forms.profile_form import read_profile
from mock_site.forms.reading import NAIVE, STRICT, naive_json, naive_line, reading_of
from mock_site.layers import Layers, Level
from mock_site.pages.refusals import Refusal
from mock_site.testing import SiteInProcess, form
from tests.mock_site.conftest import UNQUEUED

Make = Callable[..., Awaitable[SiteInProcess]]
NAIVE_SITE = Layers.named("naive", ["waiting-room", "rate-limits"])
LONG = "x" * 10_000


def _account(**other: str) -> bytes:
    texts = {"email": '"a@warga.test"', "password": '"rahasia-sekali"', **other}
    return ("{" + ",".join(f'"{name}":{text}' for name, text in texts.items()) + "}").encode()


DOUBTFUL = {
    "a name twice": _account(password='"rahasia-satu","password":"rahasia-dua"'),
    "a NUL": _account(password='"rahasia\\u0000sekali"'),
    "an e-mail of no width": _account(email='"budi\\u200b@warga.test"'),
    "a password without end": _account(password=f'"{LONG}"'),
}
UNFORESEEN = {
    "no UTF-8": b'"\xff"',
    "too many digits": _account(email="1" * 5_000),
    "too deep": b"[" * 8_000,
    "half a character": _account(email='"\\ud800@warga.test"'),
}


async def _status(site: SiteInProcess, body: bytes, kind: str = "application/json") -> int:
    call = site.client.post("/accounts", data=body, headers={"Content-Type": kind})
    async with call as answer:
        return answer.status


@pytest.mark.parametrize("body", DOUBTFUL.values(), ids=DOUBTFUL)
async def test_what_is_doubtful_is_refused_and_taken_by_a_naive_site(
    make_site: Make, body: bytes
) -> None:
    """One has its rule, the other an account more."""
    assert await _status(await make_site(layers=UNQUEUED), body) == 400
    assert await _status(await make_site(layers=NAIVE_SITE), body) == 201


@pytest.mark.parametrize("body", UNFORESEEN.values(), ids=UNFORESEEN)
async def test_what_a_naive_site_has_not_foreseen_is_its_own_error(make_site: Make, body: bytes) -> None:
    """And one that others pay for: it looks like an outage."""
    assert await _status(await make_site(layers=UNQUEUED), body) == 400
    assert await _status(await make_site(layers=NAIVE_SITE), body) == 500


async def test_a_body_is_what_its_sender_calls_it(make_site: Make) -> None:
    """A form of another site may send text/plain without being asked; a naive site takes it for JSON."""
    assert await _status(await make_site(layers=UNQUEUED), _account(), "text/plain") == 415
    assert await _status(await make_site(layers=NAIVE_SITE), _account(), "text/plain") == 201


async def test_both_take_what_people_send(make_site: Make) -> None:
    """And both say what is no JSON at all."""
    person = form(1)
    body = _account(email=f'"{person["email"]}"')
    for layers in (UNQUEUED, NAIVE_SITE):
        site = await make_site(layers=layers)
        assert (await _status(site, body), await _status(site, b"{")) == (201, 400)


def test_a_line_of_a_naive_site_is_whatever_came() -> None:
    """Of any length and with anything in it, but not nothing."""
    content = {"region": "97", "education": "none", "employment": "seeking"}
    address = f"Jalan\x1b[2J {LONG}"
    assert read_profile({**content, "address": address}, {"97"}, NAIVE).address == address
    with pytest.raises(Refusal):
        read_profile({**content, "address": address}, {"97"}, STRICT)
    with pytest.raises(ValueError, match="is missing"):
        naive_line(" ")


def test_the_layer_says_how_a_site_reads() -> None:
    """Off, nobody has looked after it."""
    found = [reading_of(level) for level in (Level.HARDENED, Level.NAIVE, Level.OFF)]
    assert found == [STRICT, NAIVE, NAIVE]
    assert naive_json(b'{"a": NaN}').keys() == {"a"}
