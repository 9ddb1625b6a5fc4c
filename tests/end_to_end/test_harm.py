"""Claims about a whole rehearsal that harms its site: every fault is proven, and every one healed."""

import json
import sys
from collections.abc import Callable
from typing import Any

from siaga.errors import ExitCode
from siaga.record.fault_span import fault_spans
from tests.end_to_end.conftest import DAY, TOKEN

HARM = (
    "faults=[{kind: latency, target: site, at: doors-open, for: 2 s, with: {latency: 20 ms}},"
    " {kind: slow, target: evaluator, at: doors-open, for: 1 h, with: {factor: 2.0}}]"
)

WAY = (
    "faults=[{kind: latency, target: site, at: doors-open, for: 2 s, with: {latency: 20 ms}},"
    " {kind: replay, target: site, at: doors-open, for: 4 s, with: {share: 20 %}}]"
)


def test_faults_are_proven_and_healed_though_their_injector_is_killed(
    rehearse: Callable[..., Any],
) -> None:
    """One on the way, by the proxy, and one that would last for longer than the day."""
    run = rehearse("--set", HARM)
    run.until_doors_open()
    run.kill("siaga.faults")
    assert run.end() == ExitCode.GO, run.said()
    spans = sorted(fault_spans(run.folder / "faults" / "spans.jsonl"), key=lambda one: one.kind)
    assert [(one.kind, one.target) for one in spans] == [("latency", "site"), ("slow", "evaluator")]
    assert [one for one in spans if not (one.is_known and one.rolled_back_s is not None)] == []
    assert "connections were delayed" in spans[0].proof
    assert list((run.folder / "faults" / "underway").iterdir()) == []
    notes = json.loads((run.folder / "run.json").read_text())["notes"]
    assert any("the injector ended with code -9; what it had begun is healed" in one for one in notes)
    (evidence,) = (one for one in run.verdict()["evidence"] if one["id"] == "faults-proven")
    assert (evidence["state"], evidence["value"], evidence["limit"]) == ("met", 2.0, 2.0)
    assert 'id="harm"' in (run.folder / "report.html").read_text()


def test_the_way_to_a_site_that_siaga_does_not_own_is_harmed(
    start: Callable[..., Any], site: str
) -> None:
    """The crowd goes by the proxy, to the site's own address; roll and metrics are read directly."""
    asked = ("run", str(DAY), "--host", site, "--scale", "1", "--exporter-port", "0", "--set", WAY)
    run = start(sys.executable, "-m", "siaga", *asked, SITE_ADMIN_TOKEN=TOKEN)
    run.end()
    assert (run.folder / "verdict.json").exists(), run.said()
    spans = fault_spans(run.folder / "faults" / "spans.jsonl")
    proofs = {one.kind: one.proof for one in spans if one.rolled_back_s is not None}
    assert "connections were delayed" in proofs["latency"]
    assert "requests were replayed" in proofs["replay"]
    record = json.loads((run.folder / "run.json").read_text())
    assert (record["host"], record["owned_site"]) == (site, False)
    assert record["via"] not in {"", site}
    audit = run.verdict()["audit"]
    assert (audit["acknowledged"] > 0, audit["lost"], audit["duplicated"]) == (True, 0, 0)
