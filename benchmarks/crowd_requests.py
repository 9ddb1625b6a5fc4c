"""The requests of the crowd's benchmark: what one costs each contender, plain and with TLS."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from crowd_peers import K6, PEERS, SIAGA, Peer, environ_for
from crowd_site import CrowdSite
from crowd_window import seen
from truth_result import UNTOLD, Result

TLS_RATIO = 1.5


def plain(site: CrowdSite, rounds: int) -> Result:
    """Compare every contender that is there, round after round."""
    there = [one for one in PEERS if not one.missing()]
    found: dict[str, list[float]] = {one.name: [] for one in there}
    for _ in range(rounds):
        for one in there:
            found[one.name].append(each_us(one, site, site.url))
    rows, missed = [], list[str]()
    for one in PEERS:
        if one not in there:
            rows.append([one.name, one.work, "missing", UNTOLD, UNTOLD, UNTOLD, UNTOLD])
            continue
        ratio = median(found[one.name]) / median(found[SIAGA.name])
        rows.append(_row(one, found[one.name], ratio))
        if one.target is not None and ratio < one.target:
            missed.append(f"{ratio:.2f} times the requests of {one.name}; {one.target:g} is the target.")
    return Result(title="CPU time of a request", told=_TOLD, head=_HEAD, rows=rows, missed=missed)


_TOLD = (
    "A journey is GET page, GET with the cookie that it gave, POST of JSON with a check of the answer,"
    " again and again on connections that are kept, by 50 visitors at once; siaga writes ledger, tallies"
    " and latency logs as in a run. User and system time of the contender's process on one core by the"
    " requests that nginx counted on the other: the median of alternating rounds. siaga's worker parses"
    " nearly no head, which is its best case: nginx's answers are alike but for cookies and the date."
)
_HEAD = (
    "contender",
    "work",
    "µs of CPU a request",
    "from, to",
    "requests a CPU second",
    "siaga makes so many times as many",
    "target",
)


def _row(peer: Peer, found_us: Sequence[float], ratio: float) -> list[str]:
    middle_us = median(found_us)
    return [
        peer.name,
        peer.work,
        f"{middle_us:.1f}",
        f"{min(found_us):.1f} to {max(found_us):.1f}",
        f"{1e6 / middle_us:,.0f}",
        UNTOLD if peer is SIAGA else f"{ratio:.2f}",
        UNTOLD if peer.target is None else f"{peer.target:g}",
    ]


def secure(site: CrowdSite, rounds: int) -> Result:
    """Compare siaga and k6, each with itself without TLS."""
    there = [one for one in (SIAGA, K6) if not one.missing()]
    found: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for one in there:
            for url in (site.url, site.secure_url):
                found.setdefault((one.name, url), []).append(each_us(one, site, url))
    rows, missed = [], list[str]()
    for one in (SIAGA, K6):
        if one not in there:
            rows.append([one.name, "missing", UNTOLD, UNTOLD])
            continue
        plain_us, secure_us = (median(found[one.name, url]) for url in (site.url, site.secure_url))
        ratio = secure_us / plain_us
        rows.append([one.name, f"{plain_us:.1f}", f"{secure_us:.1f}", f"{ratio:.2f}"])
        if one is SIAGA and ratio > TLS_RATIO:
            missed.append(f"{ratio:.2f} times the plain figure; {TLS_RATIO:g} is the target.")
    return Result(
        title="TLS",
        told="The same journey over connections with TLS 1.3 that are kept, beside plain ones; the"
        f" median of {rounds} alternating rounds. siaga is to take at most {TLS_RATIO:g} times as much.",
        head=["contender", "µs a request, plain", "µs a request, TLS", "ratio"],
        rows=rows,
        missed=missed,
    )


def each_us(peer: Peer, site: CrowdSite, url: str) -> float:
    """Give the CPU time of a request of one contender, in one round."""
    with TemporaryDirectory(prefix="crowd-") as place:
        folder = Path(place)
        command: Sequence[object] = peer.command(url, folder)
        return seen(command, site, folder / "said.txt", environ_for(site, url)).each_us
