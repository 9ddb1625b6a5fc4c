"""Claims about windows: each is opened once, when it is first needed, and closed at the end."""

from collections.abc import Callable

import pytest

from siaga.crowd.channel import Channel
from siaga.crowd.origin import Origin
from siaga.crowd.windows import Windows
from tests.crowd.hostile_site import HostileSite, Talk, ok
from tests.crowd.visitor_stage import Stage

Start = Callable[..., HostileSite]


@pytest.fixture
def windows(stage: Stage) -> Windows:
    """What one visitor has open: nothing yet."""
    return Windows(stage.world(), None)


def test_who_has_opened_nothing_shares_what_is_empty_with_all_the_others(stage: Stage) -> None:
    """There are many thousands, and most stay at the site; each container would be as many."""
    one, other = Windows(stage.world(), None), Windows(stage.world(), None)
    assert (one.browsers(), one.channels) == ([], ())
    for name in ("_beside", "_others", "channels"):
        assert getattr(one, name) is getattr(other, name)


def test_each_place_has_one_browser(windows: Windows) -> None:
    """Those of the site share its cookies; what is beside it has its own."""
    other = Origin.of("http://127.0.0.1:2")
    here, there, beside = windows.at_site(), windows.at(other), windows.beside(other)
    assert (windows.at_site(), windows.at(here.origin)) == (here, here)
    assert (windows.at(other), windows.beside(other)) == (there, beside)
    assert windows.browsers() == [here, there, beside]
    assert [windows.is_sites(one) for one in windows.browsers()] == [True, True, False]
    here.cookies.put("s", "1")
    assert (there.cookies.get("s"), beside.cookies.get("s")) == ("1", None)


def test_a_channel_that_is_let_go_is_closed_and_the_others_stay(windows: Windows) -> None:
    """To let it go once more does no harm."""
    first, second = windows.at_site().channel(), windows.at_site().channel()
    for channel in (first, second):
        windows.hold(channel)
    held = [windows.channels]
    for _again in range(2):
        windows.let_go(first)
        held.append(windows.channels)
    assert held == [(first, second), (second,), (second,)]


def test_who_leaves_closes_everything(
    stage: Stage, site: Start, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Browsers and channels."""

    def serve(talk: Talk) -> None:
        while talk.hear():
            talk.say(ok(b"page"))

    closed = list[Channel]()

    def close(channel: Channel) -> None:
        closed.append(channel)

    monkeypatch.setattr(Channel, "close", close)
    stage.url = site(serve).url
    browser = windows.at_site()
    browser.get("/")
    channel = browser.channel()
    windows.hold(channel)
    windows.leave()
    # One that somebody else had open may be closed meanwhile.
    assert (windows.channels, [one for one in closed if one is channel]) == ((), [channel])
    assert browser._line._connection is None
