"""The check of a scenario against its caps: what is planned must not be more than what may be sent."""

import math
from collections.abc import Iterator

import numpy as np

from siaga.scenario.abuse import intrusions
from siaga.scenario.arrivals import plan
from siaga.scenario.model import Scenario


def cap_problems(scenario: Scenario) -> Iterator[str]:
    """Give a sentence for every cap that the plan is above; the others are watched while it runs."""
    caps, traffic = scenario.caps, scenario.traffic
    if caps.arrivals_per_s is not None and (peak := _peak(scenario)) > caps.arrivals_per_s:
        yield f"caps.arrivals: {peak:,} come in one second; {caps.arrivals_per_s:,g} may"
    longest_s = traffic.longest_s
    if caps.run_time_s is not None and longest_s > caps.run_time_s:
        yield f"caps.run-time: the run may take {longest_s:g} s; {caps.run_time_s:g} s are allowed"
    abusers = len(intrusions(scenario.abuse, traffic))
    share = abusers / (abusers + traffic.visitors) if abusers else 0.0
    if caps.abuse is not None and share > caps.abuse:
        yield f"caps.abuse: {abusers:,} who mean harm are {share:.2%} of all; {caps.abuse:.2%} may come"


def _peak(scenario: Scenario) -> int:
    """Give how many come in the fullest second; it takes a plan of everybody to know."""
    if scenario.traffic.closed is not None:
        return math.ceil(scenario.traffic.closed.most_per_s)
    arrivals = plan(scenario.traffic, scenario.seed)
    seconds = int(np.ceil(scenario.traffic.curve.duration_s))
    return int(arrivals.per_second(seconds).max())
