"""Claims about the commands of the pages: none escapes, and what can be tried in a moment is tried."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3

from mock_site.errors import UsageError as SiteUsageError
from siaga.cli.main import COMMANDS, INNER_COMMANDS, call
from tests.crowd.locust_run import run_script
from tests.docs.reading import LOCUST_OPTIONS, called, options, read
from tests.docs.typed import ALL, PAGES, ROOT, Typed

TOKEN = "token-of-the-pages"

AT_ONCE = {"abuse", "audit", "compare", "faults", "history", "init", "prometheus", "report", "schema"}
"""Commands of siaga that are over in a moment: they are run as they stand."""

PLACES = ("gate/latest", "gate/2026-11-24T07-30-15Z", "opening-day/latest")
PROFILES = [
    f"{profile}/{day}" for profile in ("hardened", "naive") for day in ("ill-will", "hostile-input")
]


def _of(program: str) -> list[Typed]:
    return [one for one in ALL if one.program == program]


def _once_each() -> Iterator[Any]:
    """Give what is over in a moment: the first of each command, and those that repeat it as slow."""
    known: set[str] = set()
    for one in _of("siaga"):
        if (name := one.arguments[0]) in AT_ONCE:
            yield pytest.param(one, marks=[pytest.mark.slow] if name in known else [])
            known.add(name)


@pytest.mark.parametrize("one", ALL, ids=str)
def test_a_command_of_a_page_can_be_typed(one: Typed) -> None:
    """Its programme's own parser takes it; one that nobody reads fails here."""
    read(one)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_command_in_a_sentence_has_a_name_and_options_that_there_are(page: Path) -> None:
    """And none stands in a block that is only indented, where nobody would read it."""
    text = page.read_text("utf-8")
    assert re.findall(r"^    (?:siaga|python -m|make|locust) .*", text, re.MULTILINE) == []
    known = {name: set(options(name)) for name in (*COMMANDS, *INNER_COMMANDS)}
    told = re.findall(r"`siaga ([a-z][^`\n]*)`", text)
    assert [one for one in told if one.split()[0] not in known] == []
    for one in told:
        name, *rest = one.split()
        given = {word.strip("[]").partition("=")[0] for word in rest if word.strip("[").startswith("--")}
        assert given - known[name] <= {"--help"}, one


def test_locust_takes_its_commands() -> None:
    """Their options, siaga's among them."""
    lines = [one.arguments for one in _of("locust")]
    assert lines
    run_script(LOCUST_OPTIONS, json.dumps(lines))


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("siaga run opening-day --hosts x", Exception),
        ("siaga run closing-day", Exception),
        ("siaga run gate --set site.seats=5", Exception),
        ("siaga run gate --site-arg=--profiles", SiteUsageError),
        ("siaga fly", LookupError),
        ("python -m mock_site --quotas 5", SiteUsageError),
        ("make coffee", LookupError),
        ("make example CITY=x", LookupError),
        ("python -m docs.examples.rehearse pretix --defect none", LookupError),
        ("python benchmarks/killings.py --many 3", LookupError),
        ("locust -f locustfiles/closing_day.py", LookupError),
        ("curl --verbose http://127.0.0.1/", LookupError),
        ("pip install something", LookupError),
        ("docker build --file deploy/Dockerfile .", LookupError),
        ("docker build --file deploy/Containerfile --target site .", LookupError),
        ("docker compose --file deploy/compose.yaml wait minister", LookupError),
        ("kubectl apply -f deploy/kubernetes/jobs.yaml", LookupError),
        ("kubectl logs --follow job/siaga-minister", LookupError),
        ("kubectl fly", LookupError),
        ("rm -rf /", LookupError),
    ],
)
def test_a_command_that_is_wrong_is_found(line: str, error: type[BaseException]) -> None:
    """Each way to be wrong, so that the claims above can fail."""
    words = tuple(line.split())
    with pytest.raises(error):
        read(Typed(page="x.md", block=0, line=line, environ={}, words=words))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the repository, in which runs that pages name are copies of the example."""
    folder = tmp_path_factory.mktemp("place")
    reports = folder / "reports"
    shutil.copytree(ROOT / "reports" / "example", reports / "example")
    for name in [*PLACES, *(f"profiles/{one}/latest" for one in PROFILES)]:
        shutil.copytree(reports / "example", reports / name)
    shutil.copytree(reports / "example", folder / "var" / "lib" / "baselines" / "main" / "gate")
    return folder


@pytest.mark.parametrize("one", list(_once_each()), ids=str)
def test_a_command_that_is_over_in_a_moment_does_what_it_says(
    one: Typed, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each ends well, and says something; paths of the whole machine are below the folder here."""
    monkeypatch.chdir(place)
    shutil.rmtree(place / "rehearsals", ignore_errors=True)
    shutil.rmtree(place / "monitoring", ignore_errors=True)
    inside = [f".{word}" if word.startswith("/") else word for word in one.arguments]
    assert call(inside) == 0, capsys.readouterr().err
    assert capsys.readouterr().out


@pytest.mark.parametrize("option", ["--list-layers", "--list-defects", "--help"])
def test_what_the_site_lists_is_listed(option: str) -> None:
    """And it ends at once."""
    command = [sys.executable, "-m", "mock_site", option]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def answering() -> Iterator[dict[str, str]]:
    """Start a site, its registry and a proxy; gives where each is, by the port that pages name."""
    environ = {**os.environ, "SITE_ADMIN_TOKEN": TOKEN, "PYTHONUNBUFFERED": "1"}
    started: list[subprocess.Popen[str]] = []
    found: dict[str, str] = {}
    for module, ports in (("mock_site", ("9101", "8080")), ("siaga.faults.proxy", ("8474",))):
        command = [sys.executable, "-m", module, "--port", "0"]
        started.append(subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True))
        said = _until_listening(started[-1])
        urls = re.findall(r"(?:registry|listening) on (http://[0-9.:]+)", said)
        found |= dict(zip(ports, urls, strict=True))
    yield found
    for one in started:
        one.terminate()
    for one in started:
        one.communicate(timeout=30)


def _until_listening(process: "subprocess.Popen[str]") -> str:
    """Read what it says until it says where it listens."""
    said = ""
    while " listening on http://" not in said:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise AssertionError(f"ended before it listened; it said {said!r}")
        said += line
    return said


def test_calls_of_the_pages_are_answered(answering: dict[str, str]) -> None:
    """In their order, as the pages have them."""
    calls = _of("curl")
    assert len(calls) >= 10
    names = {"$PROXY": "http://127.0.0.1:8474", "$SITE_ADMIN_TOKEN": TOKEN}
    for one in calls:
        method, url, headers, body = called(one)
        for name, value in names.items():
            url = url.replace(name, value)
            headers = {key: text.replace(name, value) for key, text in headers.items()}
        for port, there in answering.items():
            url = url.replace(f"http://127.0.0.1:{port}", there)
        answer = urllib3.request(method, url, headers=headers, body=body or None, retries=False)
        assert answer.status in {200, 201, 204}, f"{one}: {answer.status} {answer.data!r}"
