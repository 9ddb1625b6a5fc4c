"""Claims about the Prometheus of a scenario: its address is one, and no secret stands in the file."""

from typing import Any

import pytest
from pydantic import ValidationError

from siaga.scenario.prometheus import Prometheus, RemoteWrite, address_problem

ALLOWED = "write http://127.0.0.1:9090, or ${PROMETHEUS_URL} for one that the environment names"
NAMED = "has a name or a password in it, which belongs in no address; give a token instead"
MORE = f"has more than an address; {ALLOWED}"
SECRET = "is no reference to the environment; write ${NAME}, secrets do not belong in a file"
LABEL = (
    "is no name of a label of yours; letters, digits and _ are allowed, but for job and run,"
    " which siaga gives"
)


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
        ({"url": "prometheus:9090"}, "url", f"is no address; {ALLOWED}"),
        ({"url": "file:///etc/passwd"}, "url", f"is no address; {ALLOWED}"),
        ({"url": "https:///of/ours"}, "url", f"is no address; {ALLOWED}"),
        ({"url": "http://a:0"}, "url", f"is no address; {ALLOWED}"),
        ({"url": "http://a:port"}, "url", f"is no address; {ALLOWED}"),
        ({"url": "http://me:hunter2@a"}, "url", NAMED),
        ({"url": "http://hunter2@a"}, "url", NAMED),
        ({"url": "http://:hunter2@a"}, "url", NAMED),
        ({"url": "http://a?token=hunter2"}, "url", MORE),
        ({"url": "http://a#hunter2"}, "url", MORE),
        ({"url": "http://a", "token": "hunter2"}, "token", SECRET),
        ({"url": "http://a", "token": "hunter2${X}"}, "token", SECRET),
        ({"url": "http://a", "step": "0 s"}, "step", "Input should be greater than 0"),
        ({"url": "http://a", "every": "1 s"}, "every", "Extra inputs are not permitted"),
    ],
)
def test_anything_else_is_refused(given: dict[str, Any], place: str, said: str) -> None:
    """And what may be a secret is not repeated."""
    with pytest.raises(ValidationError) as raised:
        Prometheus.model_validate(given)
    (error,) = raised.value.errors()
    assert (error["loc"], error["msg"]) == ((place,), said)


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
        ({"url": "http://me:hunter2@a"}, ("url",), NAMED),
        ({"url": "http://a", "token": "hunter2"}, ("token",), SECRET),
        ({"url": "http://a", "every": "0 s"}, ("every",), "Input should be greater than 0"),
        ({"url": "http://a", "labels": {"job": "x"}}, ("labels", "job"), LABEL),
        ({"url": "http://a", "labels": {"a": "x", "run": "x"}}, ("labels", "run"), LABEL),
        ({"url": "http://a", "labels": {"__name__": "x"}}, ("labels", "__name__"), LABEL),
        ({"url": "http://a", "labels": {"a-b": "x"}}, ("labels", "a-b"), LABEL),
        (
            {"url": "http://a", "labels": {f"a{n}": "" for n in range(21)}},
            ("labels",),
            "Dictionary should have at most 20 items after validation, not more",
        ),
    ],
)
def test_a_remote_write_that_no_receiver_would_take_is_refused(
    given: dict[str, Any], place: tuple[str, ...], said: str
) -> None:
    """And what may be a secret is not repeated."""
    with pytest.raises(ValidationError) as raised:
        RemoteWrite.model_validate(given)
    (error,) = raised.value.errors()
    assert (error["loc"], error["msg"]) == (place, said)


def test_an_address_has_no_problem() -> None:
    """The same is asked of what the environment names."""
    assert address_problem("https://p.example:1234/x") == ""
