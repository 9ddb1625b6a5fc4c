"""Claims about a sender: every request names its run, and a name that was resolved stays so."""

import pytest

from siaga.sender import Sender

BOUND = Sender(run_id="gate/1", host="staging.test", addresses=("192.0.2.7", "2001:db8::1"))


def test_every_request_names_its_run() -> None:
    """Or says that it belongs to none."""
    assert BOUND.headers["Siaga-Run"] == "gate/1"
    assert Sender().headers["Siaga-Run"] == "none"
    assert BOUND.headers["User-Agent"].startswith("siaga ")


def test_a_url_of_the_host_stands_for_its_addresses() -> None:
    """Port and path stay; other hosts stay as they are."""
    assert BOUND.places("https://Staging.test:8443/a?b=c") == [
        "https://192.0.2.7:8443/a?b=c",
        "https://[2001:db8::1]:8443/a?b=c",
    ]
    assert BOUND.places("http://staging.test/") == ["http://192.0.2.7/", "http://[2001:db8::1]/"]
    assert BOUND.places("http://127.0.0.1:1/") == ["http://127.0.0.1:1/"]
    assert Sender().places("http://staging.test/") == ["http://staging.test/"]


@pytest.mark.parametrize(
    "given",
    [
        {"host": "staging.test"},
        {"addresses": ("127.0.0.1",)},
        {"host": "staging.test", "addresses": ("other.test",)},
        {"run_id": "gate\r\nX-Evil: 1"},
        {"run_id": "größe"},
    ],
)
def test_what_would_be_looked_up_again_or_cannot_be_sent_is_refused(given: dict[str, object]) -> None:
    """A host has addresses, and they are addresses."""
    with pytest.raises(ValueError, match=r"sender: |does not appear to be an IPv4 or IPv6 address"):
        Sender(**given)  # type: ignore[arg-type]
