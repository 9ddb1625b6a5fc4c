"""Claims about toxics as faults: what cannot begin, or is not healed, is told; settings are checked."""

from typing import Any

import pytest

from siaga.faults.catalog import KINDS
from siaga.faults.fault import FaultError
from siaga.scenario.fault import Harm
from tests.faults.on_the_way import Entrance, Running, unused_port
from tests.faults.proxied import TARGET, begun, fault

SETTINGS: dict[str, dict[str, Any]] = {
    "latency": {"latency": "300 ms"},
    "bandwidth": {"bytes_per_s": 5000},
    "slicer": {"piece_bytes": 100},
    "slow-close": {"delay": "300 ms"},
    "limit-data": {"bytes": 100},
    "timeout": {},
    "reset": {},
    "replay": {},
    "down": {},
}


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_fault_cannot_begin_where_there_is_no_proxy(process: Running, kind: str) -> None:
    """No process, none that answers, or no proxy on this way: each is told."""
    settings = SETTINGS[kind]
    with pytest.raises(FaultError, match="proxy: there is none"):
        fault("", kind, **settings).look()
    with pytest.raises(FaultError, match="way to registry: the proxy does not answer"):
        fault(f"http://127.0.0.1:{unused_port()}", kind, **settings).look()
    with pytest.raises(FaultError, match="way to post-office: has no proxy"):
        fault(process.url, kind, target="post-office", **settings).look()


def test_what_the_proxy_refuses_is_told(process: Running, way: Entrance) -> None:
    """In its own words."""
    late = fault(process.url, "latency", latency="1 s")
    memory = begun(late)
    with pytest.raises(FaultError, match=r"the proxy refuses .*'latency-5' is there already"):
        late.begin(memory)
    assert len(way.facts()["toxics"]) == 1


def test_a_way_that_takes_nobody_is_not_healed(process: Running, way: Entrance) -> None:
    """To say that it is open is not enough."""
    closed = fault(process.url, "down")
    memory = begun(closed)
    facts = way.facts() | {"listen": f"127.0.0.1:{unused_port()}"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(closed._way, "facts", lambda: facts)  # type: ignore[attr-defined]
        with pytest.raises(FaultError, match="takes no connection; it was opened again"):
            closed.heal(memory)


def test_a_toxic_that_stays_is_not_healed(
    process: Running, way: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was removed, and is there: somebody has to know."""
    memory = begun(late := fault(process.url, "latency", latency="1 s"))
    monkeypatch.setattr(late._way, "remove", lambda _: None)  # type: ignore[attr-defined]
    with pytest.raises(FaultError, match="toxic 'latency-5': acts still"):
        late.heal(memory)
    assert len(way.facts()["toxics"]) == 1


@pytest.mark.parametrize(
    ("kind", "settings", "problem"),
    [
        ("latency", {}, "with.latency: Field required"),
        ("latency", {"latency": "2 m"}, "with.latency: Value error, '2 m' is not a duration"),
        ("latency", {"latency": "1 s", "stream": "both"}, "with.stream: Input should be 'upstream'"),
        ("latency", {"latency": "1 s", "share": "0 %"}, "with.share: Input should be greater than 0"),
        (
            "bandwidth",
            {"bytes-per-s": 0},
            "with.bytes-per-s: Input should be greater than or equal to 1",
        ),
        ("slicer", {"piece-bytes": 5, "variation-bytes": 5}, "with: Value error, variation-bytes is 5"),
        ("slow-close", {"delay": "0 s"}, "with.delay: Input should be greater than 0"),
        ("timeout", {"timeout": "1 s"}, "with.timeout: Extra inputs are not permitted"),
        ("limit-data", {}, "with.bytes: Field required"),
        ("replay", {"stream": "downstream"}, "with.stream: Input should be 'upstream'"),
        ("down", {"share": "5 %"}, "with.share: Extra inputs are not permitted"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    kind: str, settings: dict[str, object], problem: str
) -> None:
    """Before anything begins."""
    harm = Harm.model_validate({"kind": kind, "target": TARGET, "for": 1.0, "with": settings})
    (told,) = KINDS[kind].problems(harm)
    assert told.startswith(problem)


@pytest.mark.parametrize("kind", SETTINGS)
def test_all_faults_on_the_way_need_the_proxy(kind: str) -> None:
    """A run has one where its scenario names one of them; requests to read are none at a store."""
    assert KINDS[kind].proxied
    stores = () if KINDS[kind].reading else ("store",)
    assert KINDS[kind].targets == ("site", "registry", "post-office", "evaluator", *stores)
