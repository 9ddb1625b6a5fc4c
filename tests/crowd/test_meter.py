"""Claims about the meter: whatever goes over the wire is counted once, connections at their most."""

import pytest

from siaga.crowd.browsers import Browsers
from siaga.crowd.failure import RequestFailure
from siaga.crowd.meter import Meter, Metered
from tests.crowd.hostile_site import moved, ok, says
from tests.crowd.test_browsers import Start


def test_a_look_gives_what_came_since_the_last_one() -> None:
    """What is open stays open."""
    meter = Meter()
    for _ in range(3):
        meter.opened()
    meter.closed()
    meter.closed_idle()
    meter.missed_idle()
    meter.carried(100)
    meter.carried(20, http2=1)
    assert meter.open == 2
    assert meter.take() == Metered(
        requests=2, http2_requests=1, traffic_bytes=120, connections=3, idle_closed=1, idle_missed=1
    )
    assert meter.take() == Metered(connections=2)


def test_browsers_count_redirects_bytes_and_connections(site: Start) -> None:
    """Those of all of them together, with another deadline, too."""
    at = site(says(moved(302, "/there"), ok(b"home"), ok(b"home")))
    browsers = Browsers(at.url, 5.0, run_id="gate/1")
    first, second = browsers.at_site(), browsers.within(2.0).at_site()
    assert first.get("/").status == 200
    assert second.get("/").status == 200
    seen = browsers.meter.take()
    assert (seen.requests, seen.connections) == (4, 2)
    assert seen.traffic_bytes > sum(map(len, at.heard))
    first.close()
    second.close()
    assert browsers.meter.take() == Metered(connections=2)
    assert browsers.meter.take() == Metered()


def test_a_connection_that_is_refused_was_never_open() -> None:
    """Nothing was sent."""
    browsers = Browsers("http://127.0.0.1:1", 5.0)
    browser = browsers.at_site()
    with pytest.raises(RequestFailure):
        browser.get("/")
    assert browsers.meter.take() == Metered()
