"""Claims about a foreign site: the way to it is siaga's, and nothing of the site is."""

from siaga.faults.place import Place
from siaga.sender import Sender
from siaga.stage.foreign_site import ForeignSite
from siaga.stage.target import Target
from siaga.stage.timetable import WAVE
from siaga.stage.ways import Ways


class _Led(Ways):
    """Ways that note where they were told to lead."""

    def __init__(self) -> None:
        super().__init__(1, {}, lambda _line: None)
        self.url = "http://127.0.0.1:2"
        self.led: list[tuple[str, str]] = []

    def lead(self, target: str, url: str) -> None:
        """Note it."""
        self.led.append((target, url))


def test_the_way_leads_to_it_when_it_begins() -> None:
    """It runs already, and goes on."""
    ways = _Led()
    site = ForeignSite(Target(url="https://localhost"), "a token", ways, Sender(run_id="gate/1"))
    site.start()
    site.tell(WAVE, {"quota": 5})
    site.stop()
    assert ways.led == [("site", "https://localhost")]
    assert site.code() is None


def test_faults_reach_the_proxy_and_its_admin_calls_and_no_process_of_it() -> None:
    """What siaga has not started it cannot find."""
    bound = Sender(run_id="gate/1", host="localhost", addresses=("127.0.0.1",))
    place = ForeignSite(Target(url="https://localhost"), "a token", _Led(), bound).place()
    assert place == Place(
        site_url="https://localhost",
        proxy_url="http://127.0.0.1:2",
        token="a token",
        run_id="gate/1",
        addresses=("127.0.0.1",),
    )


def test_the_proxy_connects_to_an_address_that_was_agreed_on() -> None:
    """What the name resolves to by then is not asked."""
    ways = _Led()
    bound = Sender(host="staging.test", addresses=("127.0.0.2", "127.0.0.3"))
    ForeignSite(Target(url="http://staging.test:8080"), "", ways, bound).start()
    assert ways.led == [("site", "http://127.0.0.2:8080")]
