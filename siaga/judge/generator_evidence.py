"""The evidence of the generator: whether it sent what was planned, and wrote down what came of it."""

from collections.abc import Callable

from siaga.judge.amount import count, seconds, share
from siaga.judge.checked import checked, unknown
from siaga.judge.closed_model import visitors_there
from siaga.judge.finding import Audit
from siaga.judge.handover import Handover
from siaga.judge.lost_worker import LostWorker
from siaga.judge.recorded import Recorded
from siaga.judge.steadiness import Look, steadiness
from siaga.judge.verdict import EvidenceResult
from siaga.record.collection import Checksum
from siaga.record.run_folder import WORKER_FILES

UNSYNCED_S = 1.0
"""A ledger that is further behind its disk is told of; it decides nothing where no power was cut."""

NO_PLAN = "There is no plan of the run: it never began, or evidence/plan.json is lost."

_FAULTS = {
    Checksum.MISSING: "the master never heard what its {files} should hold",
    Checksum.WRONG: "what is here as its {files} is not what it wrote",
}
_NAMES = {"ledger": "ledger", "tallies": "list of tallies", "latency": "latency log"}


def workers_complete(facts: Recorded) -> EvidenceResult:
    """Look for workers that were lost, and say whose promises are."""
    returned = sum(worker.closed for worker in facts.lost)
    closed = sum(worker.closed for worker in facts.counts.workers) - returned
    workers = facts.run.workers
    told = [f"{closed} of {workers} workers wrote everything they had to write."]
    lost = _stopped if facts.scenario.traffic.is_closed else _lost
    return checked(
        "workers-complete",
        kept=closed == workers,
        value=float(closed),
        limit=float(workers),
        text=" ".join([*told, *map(lost, facts.lost)]),
    )


def _stopped(worker: LostWorker) -> str:
    second = worker.last_second
    last = "before its first second was over" if second < 0 else f"after second {second}"
    return f"Worker {worker.rank} was lost or stopped {last}."


def _lost(worker: LostWorker) -> str:
    numbers = ", ".join(count(one) for one in worker.visitors) or "none"
    more = " and so on" if worker.planned > len(worker.visitors) else ""
    return (
        f"{_stopped(worker)} {_ledger_of(worker)}"
        f" Of the {count(worker.planned)} visitors of its share (number {numbers}{more})"
        f" {count(worker.due_after)} were due later than that.{_taken_over(worker)}"
    )


def _taken_over(worker: LostWorker) -> str:
    """Say who came by whom and how many did not, with a space before; nothing if nobody took over."""
    if worker.takeover is None:
        return ""
    takeover = worker.takeover
    shares = zip(takeover.takers, takeover.visitors, strict=True)
    told = ", ".join(f"worker {rank} {count(visitors)}" for rank, visitors in shares)
    back = " It came back, and was not needed any more." if worker.closed else ""
    many = count(sum(takeover.visitors))
    return (
        f" From second {takeover.from_s:.1f} on others took over {many} ({told});"
        f" of the rest nobody saw {count(worker.away)} come.{back}"
    )


def _ledger_of(worker: LostWorker) -> str:
    if not worker.ledger_bytes:
        return "Nothing of its ledger is here: what its visitors were promised nobody can audit."
    end_s = worker.ledger_end_s
    size = f"{count(worker.ledger_bytes)} bytes"
    end = "without a whole record" if end_s is None else f"up to second {end_s:.1f}"
    if worker.in_place or worker.closed:
        return f"Its ledger is here to its end, {size} {end}."
    return f"{size} of its ledger came, {end}: what its visitors were promised later nobody can audit."


def files_confirmed(facts: Recorded) -> EvidenceResult:
    """Look for files that are not what their worker says it wrote, or of which it said nothing."""
    limit = float(facts.run.workers * len(WORKER_FILES))
    if facts.handovers is None:
        return unknown(
            "files-confirmed", limit, "Nobody wrote down which files of the workers came whole."
        )
    confirmed = sum(one.confirmed for one in facts.handovers)
    faults = [text for one in facts.handovers if (text := _faults(one))]
    kept = confirmed == limit
    return checked(
        "files-confirmed",
        kept=kept,
        value=float(confirmed),
        limit=limit,
        text=" ".join(faults)
        if faults
        else f"{confirmed} of {limit:.0f} files of the workers are what was written.",
    )


def _faults(one: Handover) -> str:
    files: dict[Checksum, list[str]] = {}
    for file, fault in one.faults():
        files.setdefault(fault, []).append(_NAMES[file])
    told = [_FAULTS[fault].format(files=" and ".join(names)) for fault, names in files.items()]
    return f"Worker {one.rank}: {'; '.join(told)}." if told else ""


def plan_offered(facts: Recorded) -> EvidenceResult:
    """Look at the phase that fell short most: a quiet evening must not make up for the opening."""
    closed = facts.scenario.traffic.closed
    if closed is not None:
        return visitors_there(facts, closed)
    limit = facts.scenario.evidence.offered
    shares = {
        phase.name: facts.counts.number("arrived", during) / planned
        for phase in facts.scenario.traffic.phases
        if (planned := facts.planned(during := facts.played(phase.name)))
    }
    if not shares:
        return unknown("plan-offered", limit, NO_PLAN)
    worst = min(shares, key=lambda name: shares[name])
    return checked(
        "plan-offered",
        kept=shares[worst] >= limit,
        value=shares[worst],
        limit=limit,
        text=f"{share(shares[worst])} of the arrivals planned in {worst} came, the fewest of all phases;"
        f" {share(limit)} are needed.",
    )


def on_time(facts: Recorded) -> EvidenceResult:
    """Look at how late the workers were."""
    limit = facts.scenario.evidence.loop_lag_s
    return _almost_always(
        "generator-on-time",
        facts,
        limit,
        lambda tally: tally.late_s,
        lambda worst: f"no worker was later than {seconds(worst)}; {seconds(limit)} are allowed.",
    )


def not_saturated(facts: Recorded) -> EvidenceResult:
    """Look at how much of a core the workers used."""
    limit = facts.scenario.evidence.cpu
    return _almost_always(
        "generator-not-saturated",
        facts,
        limit,
        lambda tally: tally.cpu_ratio,
        lambda worst: f"no worker used more than {share(worst)} of a core; {share(limit)} are allowed.",
    )


def _almost_always(
    name: str, facts: Recorded, limit: float, look: Look, tell: Callable[[float], str]
) -> EvidenceResult:
    found = steadiness(facts, look)
    if found is None:
        return unknown(name, limit, "No worker told anything of itself.")
    worst = found.worst
    text = f"In {found.seconds} {tell(worst)}"
    return checked(name, kept=worst <= limit, value=worst, limit=limit, text=text)


def ledger_complete(facts: Recorded, audit: Audit) -> EvidenceResult:
    """Count an empty ledger only if the roll holds nothing that it should have told of."""
    workers = facts.run.workers
    left, empty = facts.ledgers, facts.empty_ledgers if audit.unexpected or audit.phantom else 0
    doubt = f" {empty} of them is empty, and the roll holds what nobody asked for." if empty else ""
    return checked(
        "ledger-complete",
        kept=left - empty == workers,
        value=float(left - empty),
        limit=float(workers),
        text=f"{left} of {workers} workers left a ledger.{doubt}{_unsynced(facts)}",
    )


def _unsynced(facts: Recorded) -> str:
    """Say what a power cut would have cost, in a space and a sentence; nothing if nobody measured it."""
    tallies = [tally for worker in facts.counts.workers for tally in worker.tallies]
    waited_s = [tally.unsynced_s for tally in tallies if tally.unsynced_s is not None]
    if not waited_s:
        return ""
    worst_s = max(waited_s)
    more = f", more than the {seconds(UNSYNCED_S)} it should" if worst_s > UNSYNCED_S else ""
    told = (
        f"A power cut of a generator would have lost at most the last {seconds(worst_s)} of its ledger"
    )
    return f" {told}{more}."
