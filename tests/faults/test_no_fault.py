"""Claims about the fault that does nothing."""

from siaga.faults.no_fault import KIND
from siaga.faults.place import Place
from siaga.scenario.fault import Harm


def test_nothing_is_done_and_said_to_be_done() -> None:
    """It needs no site, remembers nothing and has nothing to heal."""
    harm = Harm.model_validate({"kind": "none", "for": "2.5 s"})
    assert list(KIND.problems(harm)) == []
    fault = KIND.fault(harm, Place(site_url="http://127.0.0.1:1"), 0)
    memory = fault.look()
    fault.begin(memory)
    assert memory == {}
    assert fault.proof(memory) == "nothing was done for 2.5 s, as was asked"
    fault.heal(memory)
