"""The Journey's end before its time: a step did not end as it should, or the visitor went."""

from siaga.crowd.answer import Answer


class JourneyEndedError(Exception):
    """The visitor goes no further: a step did not end as the journey expects.

    Args:
        reason: why, in a word or two.
        answer: what the site said; None if it said nothing.
    """

    def __init__(self, reason: str, answer: Answer | None = None) -> None:
        super().__init__(reason)
        self.answer = answer


class TabClosedError(JourneyEndedError):
    """The visitor has closed the tab, and goes for good."""
