"""The day of a launch that grows: as many come in a second and walk as slowly, for a longer time."""

import math

from siaga.scenario.model import Scenario


def shortened(scenario: Scenario, share: float) -> list[str]:
    """Give the arguments of `siaga run` by which a day is a share as long, with a share of its people.

    Its rates, pauses and patience stay as they are, and so does who may be inside a waiting room at the
    same time: that many are there because of the rate, however long it lasts.

    Args:
        scenario: the day, unscaled.
        share: above 0.

    Raises:
        ValueError: the share is none.
    """
    if not 0 < share < math.inf:
        raise ValueError(f"share: {share} is none; above 0 is allowed")
    traffic, site = scenario.traffic, scenario.site
    changes = {
        f"traffic.phases.{place}.for": f"{phase.for_s * share:.3f} s"
        for place, phase in enumerate(traffic.phases)
    }
    changes |= {
        f"traffic.populations.{place}.people": _whole(population.people, share)
        for place, population in enumerate(traffic.populations)
        if population.people is not None
    }
    if site.quota is not None:
        changes["site.quota"] = _whole(site.quota, share)
    changes |= {
        f"site.raises.{place}.quota": _whole(one.quota, share) for place, one in enumerate(site.raises)
    }
    return [part for path, value in changes.items() for part in ("--set", f"{path}={value}")]


def _whole(number: int, share: float) -> str:
    """Round down, so that no phase has fewer visitors than are to come in it; one stays."""
    return str(max(math.floor(number * share + 1e-6), 1))
