"""The evidence of a generator's equipment: whether visitors failed for want of what it had to have."""

from siaga.judge.amount import count, share
from siaga.judge.checked import checked, unknown
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import EvidenceResult
from siaga.record.tally import DESCRIPTORS, Tally

ID = "generator-equipped"
FAILED_RATIO = 0.001
"""As few are lost in the bounds of any objective; more would be laid at the site's door."""

ANEW_RATIO = 0.1
"""Of the requests, that had to open a connection which was closed for others. Each visitor of the real
day has a browser of their own: with more than that the site has handshakes to make that nobody will ask
of it."""


def equipped(facts: Recorded) -> EvidenceResult:
    """Count the samples that failed since the generator had no descriptor, port or memory left."""
    tallies = [tally for worker in facts.counts.workers for tally in worker.tallies]
    lacking = sum(
        many
        for tally in tallies
        for kind, many in tally.errors.items()
        if kind.rpartition(" ")[2] == DESCRIPTORS
    )
    samples = sum(one.good + one.failed for tally in tallies for one in tally.steps.values())
    if not samples:
        return unknown(ID, FAILED_RATIO, "No worker told of a sample.")
    ratio, missed = lacking / samples, sum(_missed(tally) for tally in tallies)
    anew = missed / max(sum(tally.wire_requests for tally in tallies), 1)
    return checked(
        ID,
        kept=ratio <= FAILED_RATIO and anew <= ANEW_RATIO,
        value=ratio,
        limit=FAILED_RATIO,
        text=f"{count(lacking)} of {count(samples)} samples failed ({share(ratio)}) since a worker had"
        f" no descriptor, port or memory left; {share(FAILED_RATIO)} are allowed."
        f"{_closed(sum(tally.idle_closed for tally in tallies), missed, anew)}{_dropped(facts)}",
    )


def _missed(tally: Tally) -> int:
    """Count the connections that were asked for again; of older runs all that were closed."""
    return tally.idle_closed if tally.idle_missed is None else tally.idle_missed


def _closed(idle: int, missed: int, anew: float) -> str:
    """Tell of connections that were closed for others, and who has opened another for it."""
    if not idle:
        return ""
    return (
        f" {count(idle)} idle connections were closed for others, the oldest first, and {count(missed)}"
        f" of them asked for again while a site would have kept them: {share(anew)} of the requests;"
        f" {share(ANEW_RATIO)} are allowed."
    )


def _dropped(facts: Recorded) -> str:
    """Tell of arrivals that could not be sent; what they mean is the objectives' to say."""
    dropped = facts.counts.number("dropped")
    if not dropped:
        return ""
    due = dropped + facts.counts.number("arrived")
    return (
        f" {count(dropped)} of {count(due)} arrivals ({share(dropped / due)}) were dropped, since every"
        " connection that a worker may have was in use."
    )
