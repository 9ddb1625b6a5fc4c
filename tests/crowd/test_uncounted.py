"""Claims about the uncounted recorder: whatever a visitor tells it, nothing is kept."""

from siaga.crowd.recorder import Recorder
from siaga.crowd.sample import Sample
from siaga.crowd.uncounted import Uncounted

OF_THE_WORKER = {"arrived", "dropped", "finished", "crowd", "bug", "fold", "close"}
"""What a worker tells of the visitors of its throng, which abusers are not of."""


def _answers(recorder: type[Recorder]) -> set[str]:
    """Name what is told to a recorder by a class of its own."""
    own = ((name, found) for name, found in vars(recorder).items() if not name.startswith("_"))
    return {name for name, found in own if callable(found)}


def test_it_has_an_answer_to_whatever_a_visitor_tells() -> None:
    """A recorder that learns something new has to be told here, too."""
    assert _answers(Recorder) - OF_THE_WORKER == _answers(Uncounted)


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
    assert [name for name in ("_tallies", "_latencies", "_now") if hasattr(recorder, name)] == []
