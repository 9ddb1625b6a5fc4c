"""The glossary: every term of the report in one line."""

from collections.abc import Mapping
from types import MappingProxyType

TERMS: Mapping[str, str] = MappingProxyType(
    {
        "acknowledged": "The site said yes: it has to keep the promise.",
        "arrival": "A visitor who comes; the moment is planned and never waits for the site.",
        "audit": "The ledger held against the roll, entry by entry.",
        "bound": "The 95 % confidence bound of a value; a limit is met only if the bound meets it.",
        "dropped": "An arrival that was due and could not be sent.",
        "dry run": "An objective that is only shown: it decides nothing.",
        "duplicated": "A person, an operation or a seat that stands on the roll more than once.",
        "evidence": "What a run must have seen before it may decide anything.",
        "finding": "A rule that was broken: how often, with its first, worst and last witness.",
        "funnel": "The stages of a journey, and how many people reach each.",
        "intended start": "The moment a step was due; a wait before it could be sent counts as latency.",
        "key objective": "An objective whose failure alone makes the verdict NO GO.",
        "ledger": "What visitors asked for, written before it is sent, and what they were told.",
        "lost": "Acknowledged, but not on the roll.",
        "objective": "Something that must hold, with a limit.",
        "over quota": "Seats given beyond those there are.",
        "p50": "The median: half of all samples were faster.",
        "p90": "Nine in ten samples were faster.",
        "p99": "99 in 100 samples were faster.",
        "p99.9": "999 in 1,000 samples were faster.",
        "phantom": "On the roll, although the site had refused it.",
        "phase": "A stretch of the day with one shape of arrivals.",
        "recovered": "Its outcome was unknown, and it is on the roll.",
        "refused": "The site certainly did not do it.",
        "roll": "The site's own final list of who holds what.",
        "sample": "One finished step: good if its answer is one that the journey expects, else failed.",
        "scale": "Share of the real day's people and seats that came; the time scale shortens the day.",
        "score": "Weights of the objectives met by weights of those known, 0 to 100.",
        "seed": "The number that all randomness of the run is drawn from.",
        "service": "Latency from the real start of a step, without the wait before it.",
        "step": "One action of a journey, such as opening the home page.",
        "unexpected": "On the roll, but nobody asked for it.",
        "unknown": "Nobody can tell: no answer came or nothing was measured. Never a pass.",
        "visitor": "One simulated person; names and numbers are made up and belong to nobody.",
        "warned": "Met or unbroken, but with something that has to be lived with.",
        "wished for": "A stricter limit; an objective that does not keep it counts half.",
        "worker": "A process that sends a share of the arrivals.",
    }
)
