"""The Surface of a site as its Locust file tells it: asked for in a process of its own, before a run."""

import json
import subprocess
import sys
from pathlib import Path

from siaga.abuse.catalogue import abuse_problems, surface_problems
from siaga.scenario.model import Scenario

DEADLINE_S = 60


def ill_will_problems(scenario: Scenario, locustfile: Path) -> list[str]:
    """Say what no run could try, or judge, of the abuse that a scenario plans; nothing without any."""
    if not scenario.abuse:
        return []
    problems = list(abuse_problems(scenario))
    if problems:
        return problems
    return list(surface_problems(scenario, _parts(locustfile), locustfile.name))


def _parts(locustfile: Path) -> list[str]:
    """Ask a process of its own, as reading a Locust file patches the process that reads it."""
    asked = subprocess.run(
        [sys.executable, "-m", "siaga.crowd.surface_parts", str(locustfile)],
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    # That the file cannot be read at all is told with its journeys.
    return [] if asked.returncode else [str(one) for one in json.loads(asked.stdout)]
