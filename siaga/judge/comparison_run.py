"""The comparing of two runs: everything measured of both, decided together and put into words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from siaga.judge.amount import amount, count
from siaga.judge.comparison import UNITS, Answer, Compared, Comparison, signed, together
from siaga.judge.comparison_change import answers
from siaga.judge.comparison_counts import dropped, errors, goodput, unfinished
from siaga.judge.comparison_difference import Difference, differences
from siaga.judge.comparison_latency import latencies
from siaga.judge.comparison_pair import Kind, Measured, Pair

SITES: frozenset[Kind] = frozenset({"latency", "errors"})
"""What is the site's own; the rest is the generator's as well."""


def compare(pair: Pair) -> Comparison:
    """Hold a run against an earlier one.

    Each measure's change has a standard error from drawing blocks of seconds again, the same of both
    runs (`comparison_blocks`), and is tested against the smallest change that matters, all measures
    together (`comparison_change`). Where most latencies or most errors could not be decided, nobody can
    tell, unless something is worse.
    """
    alike = differences(pair)
    found = [_spoiled(one, alike) for one in measured(pair)]
    measures = _decided(found)
    answer = together(one.answer for one in measures)
    if answer is not Answer.WORSE and any(_is_open(kind, found, measures) for kind in SITES):
        answer = Answer.UNKNOWN
    return Comparison(
        before=pair.before.run.run_id,
        after=pair.after.run.run_id,
        answer=answer,
        text=_text(pair.before.run.run_id, answer, measures),
        warnings=tuple(one.text for one in alike),
        measures=tuple(measures),
    )


def _is_open(kind: Kind, found: Sequence[Measured], measures: Sequence[Compared]) -> bool:
    """Tell whether more of a kind of measures is open than decided, of those that are no trifles."""
    there = [
        (one, of)
        for one, of in zip(found, measures, strict=True)
        if one.kind == kind and one.values != (None, None)
    ]
    told = [of.answer is not Answer.UNKNOWN for one, of in there if one.change is not None]
    return bool(there) and 2 * sum(told) < max(len(told), 1)


def measured(pair: Pair) -> Iterator[Measured]:
    """Measure everything that two runs have in common to be measured."""
    yield goodput(pair)
    if not all(one.scenario.traffic.is_closed for one in pair.both):
        yield dropped(pair)
        for population in pair.populations:
            yield unfinished(pair, population)
    for step in pair.steps:
        yield errors(pair, step)
        yield from latencies(pair, step)


def _spoiled(one: Measured, found: Sequence[Difference]) -> Measured:
    """Leave nothing to decide of a measure that means nothing."""
    if not any(one.kind in difference.spoils for difference in found):
        return one
    return replace(one, change=None, why="the runs cannot be compared in this")


def _decided(found: Sequence[Measured]) -> list[Compared]:
    """Decide all measures that can be decided, as one family."""
    given = iter(answers([one.change for one in found if one.change is not None]))
    return [_compared(one, next(given) if one.change else Answer.UNKNOWN) for one in found]


def _compared(one: Measured, answer: Answer) -> Compared:
    before, after = one.values
    if one.change is None:
        text = f"{_values(one)}: {one.why}."
        return Compared(id=one.id, unit=one.unit, before=before, after=after, answer=answer, text=text)
    low, high = sorted(_shown(one, bound) for bound in one.change.bounds)
    return Compared(
        id=one.id,
        unit=one.unit,
        before=before,
        after=after,
        change=_shown(one, one.change.estimate),
        low=low,
        high=high,
        smallest=abs(_shown(one, one.change.worse_from)),
        beyond=abs(_shown(one, one.change.worse_beyond)),
        p=one.change.p_worse,
        answer=answer,
        text=f"{_values(one)}, {_told(one, low, high, answer)}.",
    )


def _shown(one: Measured, value: float) -> float:
    """Give a change as people read it: a logarithm of a quotient as how much more or less."""
    turned = -value if one.fewer_is_worse else value
    return turned if one.unit == "ratio" else float(np.expm1(turned))


def _values(one: Measured) -> str:
    first, second = (amount(value, UNITS[one.unit]) for value in one.values)
    return f"{one.id}: {first} in the baseline, {second} now"


def _told(one: Measured, low: float, high: float, answer: Answer) -> str:
    change = one.change
    if change is None:
        return one.why
    smallest, beyond = (
        signed(abs(_shown(one, value)), one.unit).removeprefix("+")
        for value in (change.worse_from, change.worse_beyond)
    )
    between = f"between {signed(low, one.unit)} and {signed(high, one.unit)}"
    lag = "" if beyond == smallest else f", and {beyond} may be the generator's own lag"
    if answer is Answer.UNKNOWN:
        return f"{between}: too uncertain, for {smallest} matters{lag}"
    if answer is Answer.SAME:
        return f"{between}; less than {smallest} does not matter"
    return f"{signed(_shown(one, change.estimate), one.unit)}, {between}; {smallest} matters{lag}"


def _text(before: str, answer: Answer, measures: Sequence[Compared]) -> str:
    worse = [one for one in measures if one.answer is Answer.WORSE]
    unknown = sum(one.answer is Answer.UNKNOWN for one in measures)
    also = f"; {count(unknown)} could not be decided" if unknown else ""
    every = f"{count(len(measures))} measures"
    if worse:
        named = ", ".join(_named(one) for one in worse)
        return f"{count(len(worse))} of {every} are worse than in {before}: {named}{also}."
    if answer is Answer.UNKNOWN:
        return (
            f"Nobody can tell whether it is worse than {before}: {count(unknown)} of {every} are open."
        )
    return f"None of {every} is worse than in {before}{also}."


def _named(one: Compared) -> str:
    return one.id if one.change is None else f"{one.id} ({signed(one.change, one.unit)})"
