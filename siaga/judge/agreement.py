"""The agreement of three counts, as evidence: where they differ nobody knows what the site holds."""

from siaga.judge.checked import unknown
from siaga.judge.finding import Audit
from siaga.judge.verdict import EvidenceResult, State


def counts_agree(audit: Audit) -> EvidenceResult:
    """Give the check that ledger, the site's own counter and the roll count the same people.

    Its value is what the counter grew by, its limit what is new on the roll.
    """
    counts = audit.counts
    if counts is None:
        text = "Nothing could be audited, so there is nothing to hold the counter against."
        return unknown("counts-agree", 0.0, text)
    return EvidenceResult(
        id="counts-agree",
        state=State(counts.state),
        value=counts.counter,
        limit=float(counts.on_roll or 0),
        text=counts.text,
    )
