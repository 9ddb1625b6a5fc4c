"""The Check of what is written for Chaos Toolkit: each part is shown to it, all problems are told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from chaoslib.activity import ensure_activity_is_valid  # type: ignore[import-untyped] # ships no types
from chaoslib.experiment import ensure_experiment_is_valid  # type: ignore[import-untyped] # as above
from chaoslib.hypothesis import (  # type: ignore[import-untyped] # as above
    ensure_hypothesis_tolerance_is_valid,
)

from siaga.faults.chaos.activity import Surroundings

ALLOWED = "docs/chaos-toolkit.md shows what is allowed"

_LISTS = ("method", "rollbacks")
_HYPOTHESIS = "steady-state-hypothesis"


def experiment_problems(experiment: Mapping[str, Any]) -> Iterator[str]:
    """Say what is wrong with an experiment."""
    found = [
        *_surroundings_problems(experiment),
        *(one for place, activity in _activities(experiment) for one in _wrong(place, activity)),
    ]
    whole = _refusal(ensure_experiment_is_valid, experiment)
    # The whole is refused for the first of its parts that is: only what no part shows is news.
    if whole and not any(f": {whole};" in one for one in found):
        found.append(f"experiment: {whole}; {ALLOWED}")
    yield from found
    if not any(one.get("type") == "action" for one in _listed(experiment, "method")):
        yield "method: has no action, and would harm nothing; one at least is needed"


def activity_problems(
    activities: Mapping[str, Mapping[str, Any]], around: Mapping[str, Any]
) -> Iterator[str]:
    """Say what is wrong with single activities, by their names, and with what they may refer to."""
    yield from _surroundings_problems(around)
    for place, activity in activities.items():
        if "ref" in activity:
            yield f"{place}.ref: refers to an activity, and there is no other; write it out"
        else:
            yield from _wrong(place, activity)


def _activities(experiment: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give every activity with its place."""
    hypothesis = experiment.get(_HYPOTHESIS)
    if isinstance(hypothesis, Mapping):
        for number, one in enumerate(_listed(hypothesis, "probes")):
            yield f"{_HYPOTHESIS}.probes.{number}", one
    for key in _LISTS:
        for number, one in enumerate(_listed(experiment, key)):
            yield f"{key}.{number}", one


def _listed(content: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    found = content.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _wrong(place: str, activity: Mapping[str, Any]) -> Iterator[str]:
    problem = _refusal(ensure_activity_is_valid, activity)
    if problem:
        yield f"{place}: {problem}; {ALLOWED}"
    if "tolerance" in activity:
        problem = _refusal(ensure_hypothesis_tolerance_is_valid, activity["tolerance"])
        if problem:
            yield f"{place}.tolerance: {problem}; {ALLOWED}"


def _surroundings_problems(content: Mapping[str, Any]) -> Iterator[str]:
    problem = _refusal(Surroundings.of, content)
    if problem:
        yield f"configuration: {problem}; {ALLOWED}"


def _refusal(check: Callable[[Any], object], given: object) -> str:
    """Give what a check of Chaos Toolkit says against something; empty: nothing."""
    try:
        check(given)
    except Exception as error:  # noqa: BLE001 - a malformed part breaks its checks in any way
        return " ".join(str(error).split()) or type(error).__name__
    return ""
