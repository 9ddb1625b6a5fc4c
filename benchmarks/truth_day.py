"""The crowd that benchmarks/truth.py sends with siaga: everybody asks for one page.

Where TRUTH_SKEW_S says so, the wall clocks of the workers alone are so many seconds ahead.
"""

import os
import sys
import time
from typing import ClassVar

SKEW_S = float(os.environ.get("TRUTH_SKEW_S", "0"))
if SKEW_S and "--worker" in sys.argv:
    right = time.time
    time.time = lambda: right() + SKEW_S

from siaga.crowd import plugin  # noqa: E402, F401 - importing it hooks siaga into Locust
from siaga.crowd.launch import Launch  # noqa: E402 - after the clock was set
from siaga.crowd.visitor import Visitor  # noqa: E402 - as before


def visitor(me: Visitor) -> None:
    """Ask for the page."""
    me.get("/page", step="page")


class TruthDay(Launch):
    """Everybody who comes."""

    scenario = ""
    journeys: ClassVar = {"visitor": visitor}
