"""What was Checked of a run: the result of one look at its evidence."""

from siaga.judge.verdict import EvidenceResult, State


def checked(name: str, *, kept: bool, value: float, limit: float, text: str) -> EvidenceResult:
    """Give the result of a check: met or broken."""
    state = State.MET if kept else State.BROKEN
    return EvidenceResult(id=name, state=state, value=value, limit=limit, text=text)


def unknown(name: str, limit: float, text: str) -> EvidenceResult:
    """Give the result of a check that had nothing to look at."""
    return EvidenceResult(id=name, state=State.UNKNOWN, value=None, limit=limit, text=text)
