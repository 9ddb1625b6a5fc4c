"""An Activity of Chaos Toolkit that is run by Chaos Toolkit, and judged by its own tolerances."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Self

from chaoslib import substitute  # type: ignore[import-untyped] # it ships no types, here and below
from chaoslib.activity import execute_activity  # type: ignore[import-untyped]
from chaoslib.configuration import (  # type: ignore[import-untyped]
    load_configuration,
    load_dynamic_configuration,
)
from chaoslib.hypothesis import within_tolerance  # type: ignore[import-untyped]
from chaoslib.secret import load_secrets  # type: ignore[import-untyped]

from siaga.faults.chaos.answer import done, shortened, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What activities may refer to, as Chaos Toolkit finds it in the environment.

    Attributes:
        configuration: by name.
        secrets: by scope and name.
    """

    configuration: Mapping[str, Any]
    secrets: Mapping[str, Any]

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """Resolve what an experiment, or an order, says of them; nobody is asked yet.

        Raises:
            Exception: whatever Chaos Toolkit raises; a variable may not be set.
        """
        found = load_configuration(deepcopy(content.get("configuration", {})))
        return cls(configuration=found, secrets=load_secrets(content.get("secrets", {}), found))

    def asked(self) -> Self:
        """Give them with the answers of those probes that stand for values."""
        # Chaos Toolkit puts secrets into what it is given.
        given = deepcopy(dict(self.configuration))
        return replace(self, configuration=load_dynamic_configuration(given, self.secrets))


def perform(activity: Mapping[str, Any], around: Surroundings) -> tuple[bool, str]:
    """Run an activity, and tell whether it did what it was to do, and what it answered.

    Raises:
        Exception: whatever its provider raises that Chaos Toolkit does not take for a failure.
    """
    run = execute_activity(
        experiment={},
        activity=dict(activity),
        configuration=around.configuration,
        secrets=around.secrets,
        dry=None,
    )
    if run["status"] != "succeeded":
        return False, shortened("".join(run.get("exception", ["failed"])[-1:]))
    return _met(activity, run["output"], around), told(run["output"])


def _met(activity: Mapping[str, Any], output: object, around: Surroundings) -> bool:
    """Tell whether an answer is within the tolerance, if there is one."""
    if "tolerance" not in activity:
        return done(activity, output)
    tolerance = activity["tolerance"]
    if isinstance(tolerance, str):
        tolerance = substitute(tolerance, around.configuration, around.secrets)
    try:
        return bool(within_tolerance(tolerance, output, around.configuration, around.secrets))
    except (TypeError, AttributeError, ValueError):
        # Chaos Toolkit compares what cannot be compared, such as no answer with a number.
        return False
