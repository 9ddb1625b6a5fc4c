"""Claims about the injector: every fault comes at its time and is healed, whatever ends the run."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.errors import SiagaError
from siaga.faults import injector as module
from siaga.faults.injector import Injector
from siaga.faults.place import Place
from siaga.faults.reminder import Reminder
from siaga.record.fault_span import FaultSpan, fault_spans
from siaga.record.hand import HEAL, HandDeed, HandOrder
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.scenario.load import Override, dump, loads
from tests.faults.known import KnownFault
from tests.scenario.days import DAY

FAULTS = "faults=[{kind: none, at: 0 s, for: 5 ms}, {kind: none, at: 10 ms, for: 1 h}]"


def _said(_line: str) -> None:
    """Keep nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """Give the folder of a run with two faults, of which the second would last for an hour."""
    folder = RunFolder(tmp_path)
    day = loads(DAY, "gate.yaml", [Override.parse(FAULTS)])
    folder.scenario.write_text(dump(day))
    Place(site_url="http://127.0.0.1:1").write(folder.faults.parent / "place.json")
    return folder


def began(folder: RunFolder) -> None:
    """Write down that the first phase begins now."""
    PlanRecord(t0_s=time.time(), workers=1, duration_s=50, planned=(1,), populations={}).write(
        folder.plan
    )


def within_a_while(seen: Callable[[], bool]) -> None:
    """Wait until something is seen."""
    deadline_s = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < deadline_s
        time.sleep(0.01)


def test_every_fault_comes_at_its_time_and_is_healed_when_the_run_ends(folder: RunFolder) -> None:
    """Those that are over before are healed before; none waits for another."""
    stop = threading.Event()
    thread = threading.Thread(target=Injector(folder, {}, time.time, _said, stop).run)
    thread.start()
    began(folder)

    def first_is_healed() -> bool:
        spans = fault_spans(folder.faults)
        return len(spans) == 2 and any(one.rolled_back_s is not None for one in spans)

    def underway() -> list[str]:
        return [one.name for one in (folder.faults.parent / "underway").iterdir()]

    within_a_while(first_is_healed)
    within_a_while(lambda: underway() == ["1.json"])
    assert sum(one.until_s is None for one in fault_spans(folder.faults)) == 1
    stop.set()
    thread.join(20)
    spans = fault_spans(folder.faults)
    assert [one.rolled_back_s is not None for one in spans] == [True, True]
    assert underway() == []


def test_a_run_without_a_first_phase_is_not_harmed(folder: RunFolder) -> None:
    """It was ended before."""
    stop = threading.Event()
    stop.set()
    Injector(folder, {}, time.time, _said, stop).run()
    assert not folder.faults.exists()


def test_what_a_killed_injector_left_is_healed(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing else is touched."""
    began(folder)
    made = [KnownFault(), KnownFault()]
    left = iter(made)
    monkeypatch.setattr(module, "made", lambda *_given: next(left))
    span = FaultSpan(kind="none", target="site", from_s=0.0)
    span.write(folder.faults)
    Reminder(folder.faults.parent / "underway" / "1.json").keep(span, {"before": 7})
    Injector(folder, {}, time.time, _said, threading.Event()).mend()
    assert [one.parts() for one in made] == [[], ["heal"]]
    (healed,) = fault_spans(folder.faults)
    assert healed.rolled_back_s is not None


def test_a_run_whose_place_is_not_known_is_told_of(folder: RunFolder) -> None:
    """Nothing begins."""
    (folder.faults.parent / "place.json").unlink()
    with pytest.raises(SiagaError, match="is no place"):
        Injector(folder, {}, time.time, _said, threading.Event()).run()


def test_what_somebody_orders_by_hand_is_done_and_written_down(folder: RunFolder) -> None:
    """The second fault would last for an hour; the order for it alone is followed."""
    stop = threading.Event()
    thread = threading.Thread(target=Injector(folder, {}, time.time, _said, stop).run)
    thread.start()
    began(folder)
    within_a_while(lambda: len(fault_spans(folder.faults)) == 2)
    HandOrder(fault=1, does=HEAL).write(folder.hand_orders)
    thread.join(20)
    assert not thread.is_alive()
    assert all(one.until_s is not None for one in fault_spans(folder.faults))
    (deed,) = HandDeed.all_of(folder.hand_deeds)
    assert (deed.kind, deed.target, deed.did) == ("none", "site", HEAL)


def test_orders_that_cannot_be_read_order_nothing(folder: RunFolder) -> None:
    """The faults come at their times; why nobody listens is said."""
    said: list[str] = []
    injector = Injector(folder, {}, time.time, said.append, threading.Event())
    folder.hand_orders.write_text("no order\n", encoding="utf-8")
    assert injector._ordered(0, HEAL) == 0
    assert said[0].startswith("what is ordered by hand cannot be read: orders.jsonl:1:")


def test_a_deed_that_cannot_be_written_down_keeps_nothing_from_being_healed(folder: RunFolder) -> None:
    """A disk may be full at the very moment in which somebody orders something."""
    said: list[str] = []
    injector = Injector(folder, {}, time.time, said.append, threading.Event())
    folder.hand_deeds.mkdir()
    folder.hand_orders.mkdir()
    assert injector._ordered(0, HEAL) == 0
    injector._did(HandDeed(kind="none", target="site", did=HEAL, at_s=1.0))
    assert [one.partition(": ")[0] for one in said] == [
        "what is ordered by hand cannot be read",
        "what was done by hand cannot be written down",
    ]
