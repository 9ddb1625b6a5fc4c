"""Told faults where something is in the way: unknown conditions, lost notes, a service that is gone."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.faults import told as module
from siaga.faults.fault import FaultError
from siaga.faults.kind import NoSettings, Order
from siaga.faults.process.processes import Processes
from siaga.faults.site import suffered
from siaga.faults.site.suffered import Suffered, strikes
from siaga.faults.told import Told, nested
from siaga.faults.waiting import becomes_true
from tests.faults.real_site import RealSite, kept

SIGN = strikes("clock", "times the wrong time was read")


def told(site: RealSite, place: str, value: object, *, target: str = "site") -> Told[NoSettings]:
    """Make a fault that tells one condition."""
    order = Order(target=target, settings=NoSettings(), place=site.place, seed=0, for_s=1.0)
    return Told(order, {place: value}, SIGN)


def test_values_by_their_places_become_nested_objects() -> None:
    """As the admin calls take them."""
    assert nested({"a": 1, "b.c": 2, "b.d.e": 3}) == {"a": 1, "b": {"c": 2, "d": {"e": 3}}}


def test_a_condition_that_the_service_does_not_have_cannot_be_told(site: RealSite) -> None:
    """A site of another version, say."""
    with pytest.raises(FaultError, match=r"site: cannot be asked for \['weather'\]"):
        told(site, "weather", "rain").look()


def test_a_service_that_is_gone_cannot_be_told(site: RealSite) -> None:
    """It may have been killed; healing is tried again later."""
    gone = replace(site, place=replace(site.place, site_url="http://127.0.0.1:9"))
    fault = told(gone, "clock.skew_s", 5.0)
    with pytest.raises(FaultError, match=r"site: cannot be asked for \['clock.skew_s'\]"):
        fault.look()
    with pytest.raises(FaultError, match="site: cannot be told"):
        fault.begin({"layer": "one", "told": {"clock.skew_s": 5.0}, "before": {"clock.skew_s": 0.0}})


def test_without_a_folder_nothing_is_told(site: RealSite) -> None:
    """What was told by whom has to be noted somewhere."""
    bare = replace(site, place=replace(site.place, scratch=""))
    fault = told(bare, "clock.skew_s", 5.0)
    with pytest.raises(FaultError, match="site: there is no folder to keep in what it was told"):
        fault.begin(fault.look())


def test_a_service_that_does_not_obey_is_told_of(
    site: RealSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It took what it was told, and says something else."""
    monkeypatch.setattr(module, "TOLD_WITHIN_S", 0.0)
    fault = told(site, "clock.skew_s", 5.0)
    memory = kept(fault)
    with monkeypatch.context() as forgetful:
        forgetful.setattr(Told, "_holding", lambda *_: {"clock.skew_s": 1.0})
        with pytest.raises(FaultError, match=r"site: was told .*5\.0.*, and says .*1\.0"):
            fault.begin(memory)
    fault.heal(memory)
    assert site.conditions()["clock"]["skew_s"] == 0


def test_what_was_told_is_undone_though_the_notes_are_lost(site: RealSite) -> None:
    """Its memory alone is enough; what somebody else has told since is left as it is."""
    fault = told(site, "clock.skew_s", 5.0)
    memory = kept(fault)
    fault.begin(memory)
    shutil.rmtree(Path(site.place.scratch) / "told")
    fault.heal(memory)
    assert site.conditions()["clock"]["skew_s"] == 0
    site.place.site().put("/admin/conditions", {"clock": {"skew_s": 7.0}})
    fault.heal(memory)
    assert site.conditions()["clock"]["skew_s"] == 7
    site.place.site().put("/admin/conditions", {"clock": {"skew_s": 0.0}})


def test_a_neighbour_that_was_started_anew_is_healed_all_the_same(site: RealSite) -> None:
    """It has forgotten what it was told, and is what it was at first."""
    before = site.conditions("evaluator")
    slow, kill = site.fault("slow", "evaluator"), site.fault("kill", "evaluator")
    memory, deadly = kept(slow), kept(kill)
    slow.begin(memory)
    kill.begin(deadly)
    kill.heal(deadly)
    assert becomes_true(lambda: Processes(site.place).serving("evaluator") == 1, 20.0)
    slow.heal(memory)
    assert site.conditions("evaluator") == before


def test_a_harm_that_goes_on_in_a_process_is_not_healed(
    site: RealSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site says that it is told nothing, and one of its workers has not heard of it."""
    monkeypatch.setattr(suffered, "RELIEVED_WITHIN_S", 0.0)
    fault = site.fault("capacity-loss", "site")
    memory = kept(fault)
    assert memory["suffering"] == 0
    fault.begin(memory)
    monkeypatch.setattr(Suffered, "_suffering", lambda _: 1)
    with pytest.raises(FaultError, match="site: 1 processes still suffer"):
        fault.heal(memory)
    monkeypatch.undo()
    fault.heal(memory)
    assert site.conditions()["capacity"]["ratio"] == 1
