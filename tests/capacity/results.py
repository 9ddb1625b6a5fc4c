"""Results of searches that were made up."""

from dataclasses import replace

from siaga.capacity.headroom import Headroom
from siaga.capacity.level import Ask, Level
from siaga.capacity.reading import Reading
from siaga.capacity.result import Result
from siaga.capacity.terms import Terms
from tests.capacity.made_up_sites import MadeUpSite, searched

TERMS = Terms(from_per_s=20.0, to_per_s=200.0)
LEFT = Headroom(cpu_ratio=0.2, cpu_limit=0.8, late_s=0.01, late_limit_s=0.1)
CAPACITY_PER_S = 40.0


def told(level: Level) -> Level:
    """Give a level with a folder, with what its site and its generator told."""
    rate_per_s = level.rate_per_s
    served = min(rate_per_s, CAPACITY_PER_S)
    readings = (
        Reading(name="CPU", value=rate_per_s / 100, limit=1.0, text="a share of 1 core"),
        Reading(
            name="configured capacity",
            value=served,
            limit=CAPACITY_PER_S,
            text=f"{served:g} of 40 requests a second",
        ),
    )
    return replace(level, readings=readings, headroom=LEFT, folder=f"01-{rate_per_s:.4g}")


def found() -> Result:
    """Give the result of a search that has found 40/s."""
    site = MadeUpSite(capacity_per_s=CAPACITY_PER_S)

    def play(ask: Ask) -> Level:
        """Play a level, and have it told of."""
        return told(site(ask))

    levels = tuple(searched(play, TERMS))
    return Result(scenario="day", host="", terms=TERMS, levels=levels)


def of(*levels: Level, left_out: tuple[str, ...] = ()) -> Result:
    """Give the result of some levels."""
    return Result(scenario="day", host="", terms=TERMS, levels=levels, left_out=left_out)
