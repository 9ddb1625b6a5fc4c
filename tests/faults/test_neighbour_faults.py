"""Neighbours that are told to misbehave: each kind shows on real requests, and is told back."""

from collections.abc import Mapping
from typing import Any

import pytest
import urllib3

from siaga.faults.fault import FaultError
from tests.faults.real_site import RealSite, ask, kept

LOOKUP = {"nik": "9701010508900001", "kk": "9701010508900001", "birth_date": "1990-08-05"}
MESSAGE = {"to": "budi@warga.test", "subject": "s", "text": "t"}

KINDS: list[tuple[str, str, Mapping[str, Any], str]] = [
    ("failing", "registry", {"share": "100 %", "status": 502}, "3 requests failed"),
    ("hanging", "registry", {}, "3 requests were left hanging"),
    ("malformed", "registry", {}, "3 requests got half an answer"),
    ("wrong", "registry", {}, "3 look-ups were answered against the truth"),
    ("budget-spent", "registry", {}, "3 requests were beyond the budget of the day"),
    ("rate-limit", "registry", {"rate": "1/h"}, "2 requests came too fast"),
    ("slow", "registry", {"factor": 60}, "3 requests took "),
    ("failing", "evaluator", {}, "3 requests failed"),
    ("failing", "post-office", {}, "3 requests failed"),
    ("late-mail", "post-office", {"median": "5 min"}, "3 messages were taken that are 300 s on"),
    ("lost-mail", "post-office", {"channel": "all"}, "3 messages were lost"),
    ("duplicated-mail", "post-office", {}, "3 messages were delivered twice"),
    ("reordered-mail", "post-office", {}, "3 messages could be overtaken"),
]


def send(site: RealSite, target: str, kind: str) -> list[int]:
    """Send three requests and give their statuses; 0 is no answer."""
    url, statuses = site.place.neighbours[target], []
    for number in range(3):
        key = f"{kind} {number}"
        path, content = {
            "registry": ("/lookups", LOOKUP),
            "evaluator": ("/evaluations", {"id": key, "answers": {"q1": "a"}}),
            "post-office": ("/messages", {**MESSAGE, "kind": "sms", "key": key}),
        }[target]
        try:
            wait_s = 0.1 if kind == "hanging" else 10.0
            statuses.append(ask(url + path, content, wait_s))
        except urllib3.exceptions.HTTPError:
            statuses.append(0)
    return statuses


@pytest.mark.parametrize(("kind", "target", "settings", "proof"), KINDS)
def test_a_misbehaving_neighbour_shows_in_its_own_counters_and_is_told_back(
    site: RealSite, kind: str, target: str, settings: Mapping[str, Any], proof: str
) -> None:
    """Nothing shows before the first request; in the end it is told exactly what held before."""
    before = site.conditions(target)
    fault = site.fault(kind, target, **settings)
    memory = kept(fault)
    assert memory["before"] != memory["told"]
    fault.begin(memory)
    try:
        assert site.conditions(target) != before
        assert fault.proof(memory) == ""
        statuses = send(site, target, kind)
        assert fault.proof(memory).startswith(proof)
    finally:
        fault.heal(memory)
    assert site.conditions(target) == before
    expected = {"hanging": 0, "failing": settings.get("status", 503), "budget-spent": 429}
    assert statuses[-1] == expected.get(kind, statuses[-1])
    fault.heal(memory)
    assert site.conditions(target) == before


def test_a_slow_neighbour_is_told_from_one_that_is_merely_used(site: RealSite) -> None:
    """What its requests took before is what they are compared with."""
    send(site, "registry", "usual")
    usual = site.fault("slow", "registry", factor=60)
    memory = kept(usual)
    send(site, "registry", "usual")
    assert usual.proof(memory) == ""


def test_faults_of_one_condition_end_in_any_order(site: RealSite) -> None:
    """The one that began last holds; what is left in the end is what there was at first."""
    before = site.conditions("registry")
    first, second = (site.fault("slow", "registry", factor=factor) for factor in (30, 50))
    memories = [kept(first)]
    first.begin(memories[0])
    memories.append(kept(second))
    second.begin(memories[1])
    first.heal(memories[0])
    assert site.conditions("registry")["misbehaviour"]["slow_ratio"] == 50
    site.fault("slow", "registry").heal(memories[1])
    assert site.conditions("registry") == before


def test_different_faults_of_one_neighbour_undo_only_their_own(site: RealSite) -> None:
    """One ends while the other goes on."""
    before = site.conditions("registry")
    slow, failing = site.fault("slow", "registry"), site.fault("failing", "registry", share=0.25)
    slow_memory, failing_memory = kept(slow), failing.look()
    slow.begin(slow_memory)
    failing.begin(failing_memory)
    slow.heal(slow_memory)
    now = site.conditions("registry")["misbehaviour"]
    assert (now["slow_ratio"], now["failing_share"]) == (1, 0.25)
    failing.heal(failing_memory)
    assert site.conditions("registry") == before


def test_what_a_neighbour_refuses_cannot_begin(site: RealSite) -> None:
    """More than every request cannot be harmed; what was told first stays and is healed."""
    before = site.conditions("registry")
    hanging, failing = site.fault("hanging", "registry"), site.fault("failing", "registry")
    memory = kept(hanging)
    hanging.begin(memory)
    refused = failing.look()
    with pytest.raises(FaultError, match=r"registry: cannot be told \(PUT .*: status 400"):
        failing.begin(refused)
    failing.heal(refused)
    hanging.heal(memory)
    assert site.conditions("registry") == before
