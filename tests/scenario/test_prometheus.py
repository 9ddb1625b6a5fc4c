"""Claims about the Prometheus of a scenario: its address is one, and no secret stands in the file."""

from typing import Any

import pytest
from pydantic import ValidationError

from siaga.scenario.prometheus import Prometheus, RemoteWrite, address_problem


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9090", "https://p.example/of/ours", "http://[::1]:9090", "${PROMETHEUS_URL}"],
)
def test_an_address_or_a_reference_to_one_is_taken(url: str) -> None:
    """With a second from value to value unless it is said."""
    slow = Prometheus.model_validate({"url": url, "step": "5 s", "deadline": "1 min"})
    assert (slow.step_s, slow.deadline_s) == (5.0, 60.0)
    given = Prometheus(url=url)
    assert (given.token, given.step_s, given.deadline_s) == (None, 1.0, 10.0)


@pytest.mark.parametrize(
    ("given", "place", "said"),
    [
        ({}, "url", "Field required"),
        ({"url": "prometheus:9090"}, "url", "is no address; write http://127.0.0.1:9090"),
        ({"url": "file:///etc/passwd"}, "url", "is no address"),
        ({"url": "http://a:0"}, "url", "is no address"),
        ({"url": "http://a:port"}, "url", "is no address"),
        ({"url": "http://me:hunter2@a"}, "url", "has a name or a password in it"),
        ({"url": "http://a?token=hunter2"}, "url", "has more than an address"),
        ({"url": "http://a", "token": "hunter2"}, "token", "is no reference to the environment"),
        ({"url": "http://a", "token": "hunter2${X}"}, "token", "is no reference to the environment"),
        ({"url": "http://a", "step": "0 s"}, "step", "greater than 0"),
        ({"url": "http://a", "every": "1 s"}, "every", "Extra inputs are not permitted"),
    ],
)
def test_anything_else_is_refused(given: dict[str, Any], place: str, said: str) -> None:
    """And what may be a secret is not repeated."""
    with pytest.raises(ValidationError) as raised:
        Prometheus.model_validate(given)
    (error,) = raised.value.errors()
    assert error["loc"][0] == place
    assert said in error["msg"]
    assert "hunter2" not in error["msg"]


def test_a_remote_write_has_an_address_and_labels_of_ones_own() -> None:
    """It is sent every five seconds unless it is said."""
    given = RemoteWrite.model_validate({"url": "${PUSH}", "labels": {"team": "desk", "_a1": "x"}})
    assert (given.token, given.every_s, given.deadline_s) == (None, 5.0, 10.0)
    assert given.labels == {"team": "desk", "_a1": "x"}
    assert RemoteWrite(url="http://127.0.0.1:9090/api/v1/write").labels == {}


@pytest.mark.parametrize(
    ("given", "place", "said"),
    [
        ({}, ("url",), "Field required"),
        ({"url": "http://me:hunter2@a"}, ("url",), "has a name or a password in it"),
        ({"url": "http://a", "token": "hunter2"}, ("token",), "is no reference to the environment"),
        ({"url": "http://a", "every": "0 s"}, ("every",), "greater than 0"),
        ({"url": "http://a", "labels": {"job": "x"}}, ("labels", "job"), "letters, digits and _"),
        ({"url": "http://a", "labels": {"__name__": "x"}}, ("labels", "__name__"), "letters, digits"),
        ({"url": "http://a", "labels": {"a-b": "x"}}, ("labels", "a-b"), "letters, digits and _"),
        ({"url": "http://a", "labels": {f"a{n}": "" for n in range(21)}}, ("labels",), "at most 20"),
    ],
)
def test_a_remote_write_that_no_receiver_would_take_is_refused(
    given: dict[str, Any], place: tuple[str, ...], said: str
) -> None:
    """And what may be a secret is not repeated."""
    with pytest.raises(ValidationError) as raised:
        RemoteWrite.model_validate(given)
    told = str(raised.value.errors()[0]["msg"])
    assert raised.value.errors()[0]["loc"][: len(place)] == place or place[-1] in str(raised.value)
    assert said in told
    assert "hunter2" not in told


def test_an_address_has_no_problem() -> None:
    """The same is asked of what the environment names."""
    assert address_problem("https://p.example:1234/x") == ""
