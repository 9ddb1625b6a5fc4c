"""The Sentence of a search: its answer as somebody would say it, and what is to be known of it."""

from collections.abc import Iterator

from siaga.capacity.answer import Answer, Ending
from siaga.capacity.level import Level, Outcome
from siaga.capacity.result import Result
from siaga.judge.amount import number, share

NOTHING_TOLD = "the site tells nothing of what it ran out of"
NOTHING_FULL = "nothing that the site tells of was at its limit"


def per_s(value: float) -> str:
    """Write a load."""
    return f"{number(value)}/s"


def sentence(result: Result) -> str:
    """Give the answer in one sentence."""
    found = result.answer
    parts = [_said(result, found)]
    if found.broken_by and found.ending not in {Ending.NEVER_HELD, Ending.TOO_LITTLE}:
        parts.append(f"broken by {', '.join(found.broken_by)}")
    if found.high_per_s is not None:
        parts.append(_first(result, found.high_per_s))
    return "; ".join(parts)


def _said(result: Result, found: Answer) -> str:
    if not result.levels:
        return "nothing is known: no level was played to its end"
    last, seen = result.levels[-1], f"{between(found)} arrivals a second"
    least_per_s = min(one.rate_per_s for one in result.levels)
    after_per_s = next((one.rate_per_s for one in reversed(result.levels) if not one.is_cool_down), None)
    at = f"at {per_s(last.rate_per_s)} the generator was at its limit ({', '.join(last.by)})"
    words = {
        Ending.FOUND: f"capacity {_number(found.capacity_per_s)}/s, {seen}",
        Ending.TORN: f"{seen}: plays disagree over more than the"
        f" {share(result.terms.precision)} that were asked for",
        Ending.GENERATOR: f"{seen}: {at}",
        Ending.UPPER: f"{seen}: everything held at the most that was to be sent",
        Ending.NEVER_HELD: f"less than {per_s(least_per_s)}: nothing held, by {', '.join(last.by)}",
        Ending.TOO_LITTLE: f"{_known(found)}: too little was seen{_missing(result)}; ask for a longer"
        " --hold, or begin with more",
        Ending.NOT_RECOVERED: f"{seen}: after {_number(after_per_s)}/s the site did not come"
        " back to what it had held",
        Ending.UNFINISHED: f"{seen}, as far as was played",
    }
    return words[found.ending]


def _known(found: Answer) -> str:
    """Give what is known where too little was seen; an end that nothing broke is none."""
    known = found.low_per_s is not None or found.broken_by
    return f"{between(found)} arrivals a second" if known else "nothing is known"


def _missing(result: Result) -> str:
    """Name what could not be decided."""
    open_ = (id_ for one in result.levels if one.outcome is Outcome.OPEN for id_ in one.by)
    ids = ", ".join(dict.fromkeys(open_))
    return f" to decide {ids}" if ids else ""


def _number(value: float | None) -> str:
    return "unknown" if value is None else number(value)


def between(found: Answer) -> str:
    """Give the interval in words, open where an end is not known."""
    if found.low_per_s is not None and found.high_per_s is not None:
        return f"between {number(found.low_per_s)} and {number(found.high_per_s)}"
    if found.low_per_s is not None:
        return f"at least {number(found.low_per_s)}"
    return "unknown" if found.high_per_s is None else f"less than {number(found.high_per_s)}"


def _first(result: Result, broken_per_s: float) -> str:
    """Say what ran out first, from which load on; what was full at higher loads alone broke nothing."""
    first = result.first
    if first is not None and first.limit_at_per_s is not None:
        from_ = f"from {per_s(first.limit_at_per_s)} on"
        if result.cause is not None:
            return f"saturated first: {first.name}, {from_}"
        return f"{NOTHING_FULL} up to {per_s(broken_per_s)}; first above it: {first.name}, {from_}"
    fullest = next((one for one in result.courses if one.has_limit), None)
    if fullest is None:
        return NOTHING_TOLD
    return f"{NOTHING_FULL}; {fullest.name} was fullest"


def remarks(result: Result) -> Iterator[str]:
    """Give a sentence for each thing that is to be known of the answer."""
    found = result.answer
    for one in found.contradictions:
        plays = f"{one.held} of {one.held + one.failed} plays"
        torn = ": chance decides there, and it is no end of the interval" if one.is_torn else ""
        yield f"At {per_s(one.rate_per_s)} it held in {plays}{torn}."
    for rate_per_s in found.hysteresis:
        yield f"Hysteresis: after {per_s(rate_per_s)} a load that had held did not hold at once."
    for rate_per_s in found.lost:
        yield f"Hysteresis: {per_s(rate_per_s)} held before anything was broken, and did not after it."
    if found.low_per_s is not None and found.high_per_s is not None and not found.confirmed:
        yield "The ends of the interval were not played until one result led by three plays."
    yield from (f"Left out: {one}." for one in result.left_out)


LEVEL_HEADINGS = ("Level", "Load", "Why", "Showed", "By", "Fullest of the site", "Generator has left")


def level_row(place: int, level: Level) -> tuple[str, ...]:
    """Give a level as a row of a table."""
    used = [(one.used, one.name) for one in level.readings if one.used is not None]
    ratio, name = max(used, default=(0.0, ""))
    return (
        str(place),
        per_s(level.rate_per_s),
        level.ask.purpose.value,
        level.outcome.value,
        ", ".join(level.by),
        f"{name} {share(ratio)}" if name else "",
        "" if level.headroom is None else share(max(level.headroom.left, 0.0)),
    )
