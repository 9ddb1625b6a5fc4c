"""Claims about what the samples of a second come to by step and method, as Locust's table has them."""

import pytest

from siaga.crowd.sample import Sample
from siaga.crowd.second import calls_of
from siaga.record.call_count import CallCount
from siaga.record.tally import MOST, OTHER, Tally


def _sample(step: str, method: str, reason: str = "", size_bytes: int = 10) -> Sample:
    return Sample(step, method, 0.0, 0.0, 1.0, reason, size_bytes, "visitors")


def test_two_methods_of_a_step_are_counted_apart() -> None:
    """Each with its failures, its errors and the size of its answers, whosever samples they were."""
    samples = [
        _sample("seat", "GET"),
        _sample("seat", "POST", "timeout", 0),
        _sample("seat", "GET")._replace(population="registrants"),
        _sample("home", "GET", size_bytes=7),
        _sample("seat", "POST", "timeout", 0),
    ]
    assert calls_of(samples, {"seat timeout"}) == {
        "home": {"GET": CallCount(good=1, received_bytes=7)},
        "seat": {
            "GET": CallCount(good=2, received_bytes=20),
            "POST": CallCount(failed=2, received_bytes=0, errors={"timeout": 2}),
        },
    }


def test_no_sample_is_no_call() -> None:
    """A second in which nothing ended."""
    assert calls_of([], ()) == {}


def test_errors_beyond_those_that_are_kept_apart_are_one() -> None:
    """None is lost, and another step's kind of the same words is not kept for it."""
    samples = [_sample("seat", "GET", f"status {number}") for number in range(4)]
    (call,) = calls_of(samples, {"seat status 1", "home status 2"})["seat"].values()
    assert (call.failed, call.errors) == (4, {"status 1": 1, OTHER: 3})


@pytest.mark.parametrize(("told_bytes", "kept_bytes"), [(-1, 0), (MOST + 1, MOST)])
def test_whatever_size_a_client_tells_of_the_tally_can_be_read(told_bytes: int, kept_bytes: int) -> None:
    """A stock Locust file may have any client: what that says must not damage the books."""
    calls = calls_of([_sample("GET /", "GET", size_bytes=told_bytes)], ())
    assert calls["GET /"]["GET"].received_bytes == kept_bytes
    assert Tally(second=0, calls=calls).is_sound
