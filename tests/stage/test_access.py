"""Claims about the access to a Prometheus: it is looked up, and what is unfit is refused unrepeated."""

import pytest

from siaga.errors import UsageError
from siaga.scenario.prometheus import Prometheus, RemoteWrite
from siaga.stage.access import Access, receiver_of
from tests.judge.hand_made import Run

SECRET = "hunter2"


def test_address_and_token_are_those_of_the_environment() -> None:
    """Of one that is asked as of one that is told."""
    environ = {"URL": "https://p.example/push", "TOKEN": SECRET}
    for asked in (
        Prometheus(url="${URL}", token="${TOKEN}"),
        RemoteWrite(url="${URL}", token="${TOKEN}"),
    ):
        access = Access.of("key", asked, environ)
        assert (access.url, access.token) == ("https://p.example/push", SECRET)
    assert Access.of("key", RemoteWrite(url="http://127.0.0.1:1"), {}).token == ""


def test_a_scenario_says_where_its_metrics_are_written_to(run: Run) -> None:
    """Nowhere, unless it does."""
    assert receiver_of(run.scenario, {}) is None
    run.judged_with(remote_write=RemoteWrite(url="${PUSH}"))
    access = receiver_of(run.scenario, {"PUSH": "http://127.0.0.1:1"})
    assert access == Access(url="http://127.0.0.1:1", token="", deadline_s=10.0)


def test_a_token_is_in_no_text_of_it() -> None:
    """A log may show what it is."""
    assert SECRET not in repr(Access(url="http://127.0.0.1", token=SECRET, deadline_s=1.0))


@pytest.mark.parametrize(
    ("url", "token", "said"),
    [
        (f"me:{SECRET}", "of no use", r"remote-write.url: \$\{URL\} is no address"),
        (f"http://{SECRET}.example", SECRET, r"remote-write.url: \$\{URL\} is http on another machine"),
        ("https://p.example", f"{SECRET}\n", "remote-write.token: has a character"),
    ],
)
def test_what_is_unfit_is_told_by_its_key(url: str, token: str, said: str) -> None:
    """Without what may be a secret."""
    asked = RemoteWrite(url="${URL}", token="${TOKEN}")
    with pytest.raises(UsageError, match=said) as raised:
        Access.of("remote-write", asked, {"URL": url, "TOKEN": token})
    assert SECRET not in str(raised.value)
