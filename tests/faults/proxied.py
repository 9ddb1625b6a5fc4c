"""Faults on the way, made as a scenario asks for them."""

import json
from typing import Any

from siaga.faults.catalog import KINDS
from siaga.faults.fault import Fault, Memory
from siaga.faults.place import Place
from siaga.scenario.fault import Harm

TARGET = "registry"


def fault(url: str, kind: str, seed: int = 5, target: str = TARGET, **settings: Any) -> Fault:  # noqa: ANN401 - any JSON
    """Make a fault as a scenario asks for it."""
    told = {key.replace("_", "-"): value for key, value in settings.items()}
    harm = Harm.model_validate({"kind": kind, "target": target, "for": 60.0, "with": told})
    assert list(KINDS[kind].problems(harm)) == []
    return KINDS[kind].fault(harm, Place(site_url="http://127.0.0.1:1", proxy_url=url), seed)


def begun(fault: Fault) -> Memory:
    """Begin a fault; gives what another process would read of it."""
    memory: Memory = json.loads(json.dumps(fault.look()))
    fault.begin(memory)
    return memory
