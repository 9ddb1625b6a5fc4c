"""Claims about a journey's end: it tells what the site said, and a closed tab is one, too."""

from siaga.crowd.journey_end import JourneyEndedError, TabClosedError
from tests.crowd.test_exchange import ANSWER


def test_the_end_tells_what_the_site_said_last() -> None:
    """A journey can look at it, and go another way."""
    ended = JourneyEndedError("status 503", ANSWER)
    assert (str(ended), ended.answer) == ("status 503", ANSWER)
    assert JourneyEndedError("reset").answer is None


def test_a_closed_tab_is_an_end_without_an_answer() -> None:
    """Whoever catches ends catches it, too."""
    ended = TabClosedError("tab-closed")
    assert isinstance(ended, JourneyEndedError)
    assert ended.answer is None
