"""A mark: the word, the shape and the tone by which a reader tells one state from another.

The word carries the meaning; shape and colour only repeat it.
"""

from dataclasses import dataclass

from siaga.judge.verdict import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How a state looks.

    Attributes:
        word: what it is called.
        shape: id of its symbol in the page: check, cross, query, caution, flag or dash.
        tone: name of its colours in the style sheet: good, bad, open, caution or quiet.
    """

    word: str
    shape: str
    tone: str


DECISIONS = {
    Decision.GO: Mark(word="GO", shape="check", tone="good"),
    Decision.GO_WITH_CONDITIONS: Mark(word="GO WITH CONDITIONS", shape="caution", tone="caution"),
    Decision.NO_GO: Mark(word="NO GO", shape="cross", tone="bad"),
    Decision.INCONCLUSIVE: Mark(word="INCONCLUSIVE", shape="query", tone="open"),
}

STATES = {
    "met": Mark(word="met", shape="check", tone="good"),
    "broken": Mark(word="broken", shape="cross", tone="bad"),
    "warned": Mark(word="warned", shape="flag", tone="caution"),
    "unknown": Mark(word="unknown", shape="query", tone="open"),
    "conditions": Mark(word="conditions", shape="caution", tone="caution"),
    "not_applicable": Mark(word="not applicable", shape="dash", tone="quiet"),
}

ANSWERS = {
    "same": Mark(word="same", shape="dash", tone="quiet"),
    "better": Mark(word="better", shape="check", tone="good"),
    "worse": Mark(word="worse", shape="cross", tone="bad"),
}
"""Answers of a comparison; one that is unknown is so as a state is."""


def state_mark(state: str) -> Mark:
    """Give the mark of a state or an answer; another is shown by its own name, as an open question."""
    return (STATES | ANSWERS).get(state, Mark(word=state.replace("_", " "), shape="query", tone="open"))
