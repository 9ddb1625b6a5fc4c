"""Claims about the seal: the page's own requests may do what they do, and nobody else's anything."""

import pytest
from werkzeug.datastructures import Headers

from siaga.crowd.live.seal import Seal

TOKEN = "the-token-of-a-test"
OWN = {"Host": "127.0.0.1:8089", "Origin": "http://127.0.0.1:8089", "Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("host", ["127.0.0.1:8089", "localhost:8089", "[::1]:8089", "127.0.0.1"])
def test_the_page_itself_may_read_and_press(host: str) -> None:
    """By whatever name this machine calls itself; programs say less of themselves than browsers."""
    seal = Seal("127.0.0.1", TOKEN)
    own = Headers({**OWN, "Host": host, "Origin": f"https://{host}"})
    assert (seal.strange(own), seal.refused(own, TOKEN)) == ("", "")
    assert seal.refused(Headers({"Host": host}), TOKEN) == ""


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"Origin": "http://evil.test"}, "origin 'http://evil.test': is another site"),
        ({"Origin": "http://127.0.0.1:8080"}, "origin 'http://127.0.0.1:8080': is another site"),
        ({"Origin": "null"}, "origin 'null': is another site"),
        ({"Host": "evil.test:8089"}, "host 'evil.test:8089': is not this machine"),
        ({"Host": ""}, "host '': is not this machine"),
    ],
)
def test_another_site_may_not_even_read(changed: dict[str, str], why: str) -> None:
    """Neither by asking, nor by a name of its own that it has lead to this machine."""
    seal = Seal("127.0.0.1", TOKEN)
    headers = Headers({**OWN, **changed})
    assert seal.strange(headers).startswith(why)
    assert seal.refused(headers, TOKEN).startswith(why)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_presses_nothing(site: str) -> None:
    """Even where it knew the token."""
    headers = Headers({"Host": OWN["Host"], "Sec-Fetch-Site": site})
    assert Seal("127.0.0.1", TOKEN).refused(headers, TOKEN).startswith("request: was made by another")


@pytest.mark.parametrize("token", ["", "another", TOKEN[:-1], f"{TOKEN}x", "é"])
def test_a_wrong_token_presses_nothing(token: str) -> None:
    """It has to be this process's, whole."""
    assert Seal("127.0.0.1", TOKEN).refused(Headers(OWN), token).startswith("token: is not this page's")


def test_every_process_has_a_token_of_its_own() -> None:
    """Nobody can know it beforehand."""
    one, other = Seal("127.0.0.1"), Seal("127.0.0.1")
    assert len(one.token) >= 32
    assert one.token != other.token


def test_who_shows_the_page_to_others_may_be_called_by_any_name() -> None:
    """The rest holds for them, too."""
    seal = Seal("0.0.0.0", TOKEN)  # noqa: S104 - what somebody may ask for
    named = {"Host": "load.example.org:8089", "Origin": "http://load.example.org:8089"}
    assert seal.refused(Headers(named), TOKEN) == ""
    assert seal.strange(Headers({**named, "Origin": "http://evil.test"})) != ""
