"""Claims about what a whole run shows of itself, and what it keeps to itself."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from siaga.errors import ExitCode
from siaga.record.json_lines import whole_lines
from siaga.stage.agreement import KEY as KEY_NAME
from siaga.stage.free_port import free_port
from siaga.web import Web, WebError
from tests.crowd.waiting import until
from tests.end_to_end.conftest import DAY as SMALL_DAY
from tests.end_to_end.conftest import PACE, TOKEN
from tests.end_to_end.listened_way import listened_way
from tests.guarded.site import AUTHORITY, CERTIFICATE, KEY_PASSWORD
from tests.guarded.site import KEY as KEY_FILE
from tests.stage.agreeing_target import KEY, NAME

SECRETS = "SECRETS_OF_THE_DAY"
DAY = Path(__file__).parent / "telling_day.py"
PREVIEW = "pratinjau-yang-tidak-diketahui-orang"
CREDENTIALS = (
    f"{{headers: {{X-Preview: '${{PREVIEW_KEY}}'}}, authorities: {AUTHORITY},"
    f" certificate: {{file: {CERTIFICATE}, key: {KEY_FILE}, password: '${{KEY_PASSWORD}}'}}}}"
)
"""What the guard of the site asks everybody for."""

KINDS = {"cookie", "password", "code", "token", "csrf"}
"""What the visitors of the day are given or use, and nobody else may see."""


def descends(pid: int, ancestor: int) -> bool:
    """Tell whether a process was started by another, or by one that it started."""
    while pid > 1 and pid != ancestor:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return pid == ancestor


def command_lines(ancestor: int) -> Iterator[str]:
    """Give the command line of every process that a run has started."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if descends(int(path.parent.name), ancestor):
            yield line


def found(secrets: set[str], texts: Iterator[tuple[str, str]]) -> list[str]:
    """Give where a secret stands; digits count only where no letter, digit or dot is beside them."""
    words = "|".join(map(re.escape, sorted(secrets)))
    pattern = re.compile(rf"(?<![0-9A-Za-z.])(?:{words})(?![0-9A-Za-z])")
    return [f"{name}: {hit[0]}" for name, text in texts for hit in [pattern.search(text)] if hit]


def written(folder: Path) -> Iterator[tuple[str, str]]:
    """Give every file of a run."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes().decode("latin-1")


def test_every_request_names_the_run_and_is_let_in_and_no_secret_is_kept_or_shown(
    start: Callable[..., Any], site: str, tmp_path: Path
) -> None:
    """Crowd, scrapes and readers of the roll; in files, in what is said, in lists of processes."""
    told = tmp_path / "secrets.txt"
    with listened_way(site) as (url, way):
        command = (
            sys.executable,
            "-m",
            "siaga",
            "run",
            str(SMALL_DAY),
            "--locustfile",
            str(DAY),
        )
        run = start(
            *command, "--host", url, "--scale", "1", "--exporter-port", "0",
            "--set", f"site.credentials={CREDENTIALS}",
            SITE_ADMIN_TOKEN=TOKEN, PREVIEW_KEY=PREVIEW, KEY_PASSWORD=KEY_PASSWORD,
            **{SECRETS: str(told), KEY_NAME: KEY},
        )  # fmt: skip
        run.until_doors_open()
        lines = list(command_lines(run.process.pid))
        assert run.end() in {ExitCode.GO, ExitCode.NO_GO, ExitCode.INCONCLUSIVE}, run.said()
        heads = way.heads
    pairs = {tuple(line.split(" ", 1)) for line in told.read_text().splitlines()}
    assert {kind for kind, _ in pairs} == KINDS
    secrets = {value for _, value in pairs if len(value) > 5}
    secrets |= {TOKEN, KEY, PREVIEW, KEY_PASSWORD}
    assert len(lines) > 5
    assert found(secrets, (("process", line) for line in lines)) == []
    assert found(secrets, iter([("said", run.said())])) == []
    assert found(secrets, written(run.folder.resolve())) == []
    run_id = json.loads((run.folder / "run.json").read_text())["run_id"].lower()
    asked = [head.split(" ")[1] for head in heads]
    assert {"/", "/metrics", "/admin/roll", "/accounts", "/waves/1/join"} <= set(asked)
    assert [head for head in heads if f"\r\nsiaga-run: {run_id}\r\n" not in head] == []
    assert [head for head in heads if f"\r\nx-preview: {PREVIEW}\r\n" not in head] == []
    assert {one["error"] for one in whole_lines(run.folder / "roll" / "reads.jsonl")} == {""}
    assert any(one["up"] for one in whole_lines(run.folder / "metrics" / "site.jsonl"))
    assert [head for head in heads if not re.search(r"\r\nuser-agent: [^\r]*siaga", head)] == []


AGREED = """
import sys

from siaga.cli.main import call
from siaga.stage import target

target.addresses_of = lambda _host, _port: ["127.0.0.1"]
sys.exit(call(sys.argv[1:]))
"""
"""siaga, where a name that has to agree leads to this machine."""


def test_a_site_that_has_agreed_is_loaded_and_left_alone_as_soon_as_it_says_so(
    start: Callable[..., Any],
) -> None:
    """Though nobody else knows its name: everything goes to what that was resolved to, once."""
    port = str(free_port())
    url = f"http://{NAME}:{port}"
    site = ("-m", "mock_site", "--port", port, "--quota", "45", "--public-url", url, *PACE)
    start(sys.executable, *site, SITE_ADMIN_TOKEN=TOKEN, SITE_TARGET_KEY=KEY)
    here = Web(f"http://127.0.0.1:{port}", TOKEN)
    until(lambda: is_ready(here))
    day = ("run", str(SMALL_DAY), "--host", url, "--scale", "1", "--exporter-port", "0")
    long = ("--set", "traffic.phases.1.for=120 s")
    run = start(sys.executable, "-c", AGREED, *day, *long, SITE_ADMIN_TOKEN=TOKEN, SIAGA_TARGET_KEY=KEY)
    run.until_doors_open()
    here.put("/admin/stop", {"stop": True})
    assert run.end() == ExitCode.INCONCLUSIVE, run.said()
    record = json.loads((run.folder / "run.json").read_text())
    assert (record["agreed"], record["addresses"]) == ("staging", ["127.0.0.1"])
    why = "agreement: the target does not agree any more: it asks for no load"
    assert (record["stopped_by"], record["interrupted"]) == (why, False)
    (kept,) = (one for one in run.verdict()["evidence"] if one["id"] == "run-to-its-end")
    assert kept["state"] == "broken"
    assert "A guard (agreement: " in (run.folder / "report.html").read_text()
    reads = list(whole_lines(run.folder / "roll" / "reads.jsonl"))
    assert [one["name"] for one in reads] == ["before", "first", "second"]
    assert {one["error"] for one in reads} == {""}
    assert any(one["up"] for one in whole_lines(run.folder / "metrics" / "site.jsonl"))


def is_ready(site: Web) -> bool:
    """Tell whether a site takes visitors."""
    try:
        return site.status("/readyz") == 200
    except WebError:
        return False
