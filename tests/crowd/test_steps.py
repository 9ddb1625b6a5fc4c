"""Claims about steps: what a visitor can do at the site it can do at each origin of the site."""

from collections.abc import Callable

import pytest

from siaga.crowd.browsers import Browsers
from siaga.crowd.promise import Promise
from siaga.errors import UsageError
from tests.crowd.hostile_site import HostileSite, Talk, ok, says
from tests.crowd.visitor_stage import Stage

Start = Callable[..., HostileSite]


def test_a_journey_goes_over_several_origins_with_the_cookies_of_one_browser(
    stage: Stage, site: Start
) -> None:
    """What one host sets is sent where it belongs; every step is a sample, in order."""
    home, api = site(says(ok(b"", b"Set-Cookie: s=1"), ok())), site(says(ok(b"{}"), ok(b"{}")))
    stage.url = home.url
    me = stage.visitor()
    me.get("/", step="home")
    me.at(api.url).post("/basket", step="basket", json={})
    me.at(api.url).put("/basket", step="change", json={})
    me.at(home.url).get("/", step="home-again")
    assert [b"\r\nCookie: s=1\r\n" in one for one in (*api.heard, home.heard[1])] == [True] * 3
    assert [one.step for one in stage.recorded()] == ["home", "basket", "change", "home-again"]
    assert (home.connections, api.connections) == (1, 1)


def test_a_promise_may_be_asked_for_at_another_origin(stage: Stage, site: Start) -> None:
    """It is in the ledger as any is."""
    stage.url, api = site(says()).url, site(says(ok(b'{"seat": "s"}')))
    me = stage.visitor()
    seat = Promise(person="31", receipt="seat")
    assert me.at(api.url).promise("/join", step="join", promise=seat, json={}).receipt == "s"
    assert stage.ledger() == [("invoke", ""), ("complete", "ok")]


def test_answers_of_another_origin_count_as_the_site_s(stage: Stage, site: Start) -> None:
    """Those that turn a visitor away, too."""
    stage.url, api = site(says()).url, site(says(ok(status=b"429 Slow down")))
    stage.visitor().at(api.url).get("/", step="api", expect={429})
    tally = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert (tally.answers, tally.rejects) == ({"api": 1}, {"api": 1})


def test_whoever_clicks_twice_at_another_origin_does_so_there(stage: Stage, site: Start) -> None:
    """Both clicks have its cookies."""

    def play(talk: Talk) -> None:
        while talk.hear():
            talk.say(ok())

    stage.url, api = site(says(ok(b"", b"Set-Cookie: s=1"))).url, site(play)
    stage.react(double_clicks="100 %")
    me = stage.visitor()
    me.get("/", step="home")
    me.at(api.url).post("/", step="api", json={})
    me.leave()
    assert [b"\r\nCookie: s=1\r\n" in one for one in api.heard] == [True, True]


def test_nobody_goes_where_nobody_has_agreed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused when it is named, before anything is sent."""
    me, browsers = stage.visitor(), Browsers(stage.url, 5.0)
    monkeypatch.setattr(Stage, "beside", lambda _stage, *place: browsers.beside(*place))
    with pytest.raises(ValueError, match="visitors go nowhere else"):
        me.at("http://example.org")
    with pytest.raises(UsageError, match="more than an address"):
        me.at("http://127.0.0.1:1/path")
