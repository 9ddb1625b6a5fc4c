"""Claims about the uncounted recorder: whatever a visitor tells it, nothing is kept."""

from siaga.crowd.recorder import Recorder
from siaga.crowd.sample import Sample
from siaga.crowd.uncounted import Uncounted

OF_THE_WORKER = {"arrived", "dropped", "finished", "crowd", "bug", "fold", "close"}
"""What a worker tells of the visitors of its throng, which abusers are not of."""


def test_it_has_an_answer_to_whatever_a_visitor_tells() -> None:
    """A recorder that learns something new has to be told here, too."""
    told = {name for name in vars(Recorder) if not name.startswith("_")}
    assert told - OF_THE_WORKER == {name for name in vars(Uncounted) if not name.startswith("_")}


def test_nothing_is_kept() -> None:
    """It has no files and no counts."""
    recorder = Uncounted()
    recorder.began("ill-will", "join")
    recorder.sent(1)
    recorder.tried("join", "ill-will", answered=True, rejected=True, blocked=True)
    recorder.reacted("reloaded")
    recorder.reached("joined")
    sample = Sample(
        step="join", method="POST", intended_s=0, started_s=0, ended_s=1, reason="status 500",
        received_bytes=1, population="ill-will",
    )  # fmt: skip
    recorder.sample(sample, told="oh")
    recorder.went_well(sample, 1, counts=True)
    assert vars(recorder) == {}
