"""Claims about the examples of other people's sites: they can be read and, given minutes, played."""

import ast
import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from siaga.judge.check import check
from siaga.roll.adapter import adapter
from siaga.scenario.load import load, loads
from siaga.scenario.roll_source import SqlSource
from tests.crowd.locust_run import run_script

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
NAMES = ["ihatemoney", "pretix"]

TABLES = {
    "pretix": """
        CREATE TABLE pretixbase_order (id, email, code, datetime, status);
        CREATE TABLE pretixbase_orderposition (order_id, canceled);
        INSERT INTO pretixbase_order VALUES (1, 'a@x.test', 'AB1', '2027-01-15T08:00:00Z', 'p');
        INSERT INTO pretixbase_order VALUES (2, 'b@x.test', 'AB2', '2027-01-15T08:00:01Z', 'c');
        INSERT INTO pretixbase_orderposition VALUES (1, 0), (1, 1), (2, 0);
        """,
    "ihatemoney": """
        CREATE TABLE bill (what, amount);
        INSERT INTO bill VALUES ('9971014107900001', 25000.0);
        """,
}
"""What of their tables the rolls ask for: an order that was paid, a bill of one person."""

ROLLS = {"pretix": [("a@x.test", "AB1")], "ihatemoney": [("9971014107900001", None)]}

SAID = """
import importlib.util, json, sys
from siaga.crowd.answer import Answer
from siaga.crowd.headers import Headers
found = importlib.util.spec_from_file_location("journey", sys.argv[1])
journey = importlib.util.module_from_spec(found)
found.loader.exec_module(journey)
times = dict.fromkeys(("connect_s", "first_byte_s", "total_s"), 0.0)
sizes = dict.fromkeys(("sent_bytes", "received_bytes", "requests"), 1)
page = {"status": 200, "headers": Headers([]), "path": sys.argv[2], "body": sys.argv[3].encode()}
answer = Answer(**page, **times, **sizes)
print(json.dumps(journey.said(answer)))
"""


@pytest.mark.parametrize("name", NAMES)
def test_the_scenario_of_an_example_is_sound_and_its_journeys_are_there(name: str) -> None:
    """`siaga check` finds nothing in it, and its Locust file is loaded."""
    scenario = load(EXAMPLES / name / "scenario.yaml")
    assert (scenario.name, check(scenario)) == (name, [])
    command = [
        sys.executable,
        "-m",
        "siaga.crowd.declaration",
        str(EXAMPLES / name / scenario.locustfile),
    ]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert {one.journey for one in scenario.traffic.populations} == set(listed["journeys"])


@pytest.mark.parametrize("name", NAMES)
def test_the_roll_of_an_example_is_read_from_the_tables_of_its_site(name: str, tmp_path: Path) -> None:
    """Every column that the scenario names is found by the query."""
    with sqlite3.connect(tmp_path / "site.db") as database:
        database.executescript(TABLES[name])
    database.close()
    source = load(EXAMPLES / name / "scenario.yaml").site.roll
    assert isinstance(source, SqlSource)
    environ = {f"{name.upper()}_DSN": f"sqlite:///{tmp_path / 'site.db'}"}
    entries = list(adapter(source, url="http://127.0.0.1:1", environ=environ).entries())
    assert [(one.person, one.seat) for one in entries] == ROLLS[name]


@pytest.mark.parametrize(
    ("name", "path", "page", "said"),
    [
        ("pretix", "/balai/satu/order/AB1/secret/?thanks=1", "", {"said": "ordered", "order": "AB1"}),
        ("pretix", "/balai/satu/", "have been successfully added to your cart", {"said": "in cart"}),
        ("pretix", "/balai/satu/", "are no longer available", {"said": "sold out"}),
        ("pretix", "/balai/satu/", "<form>", {"said": "something else"}),
        ("ihatemoney", "/iuran/", "The bill has been added", {"said": "added"}),
        ("ihatemoney", "/iuran/add", "This field is required", {"said": "form again"}),
    ],
)
def test_a_journey_reads_strictly_what_a_page_says(
    name: str, path: str, page: str, said: dict[str, str]
) -> None:
    """A yes is what says so; any other page is none."""
    told = run_script(SAID, str(EXAMPLES / name / "journey.py"), path, page)
    assert json.loads(told) == said


@pytest.mark.parametrize("name", NAMES)
def test_the_site_of_an_example_is_pinned_and_none_of_siaga_s_dependencies(name: str) -> None:
    """The same one is installed tomorrow, in an environment of its own."""
    lines = (EXAMPLES / name / "requirements.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[\w.+!-]+", line)] == []
    assert any(line.startswith(f"{name}==") for line in lines)
    assert f"\n{name}==" not in (ROOT / "requirements.lock").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_an_example_names_every_defect_that_can_be_configured(name: str) -> None:
    """As a command that can be typed."""
    tree = ast.parse((EXAMPLES / name / "__init__.py").read_text("utf-8"))
    (given,) = [ast.literal_eval(value) for one in tree.body for value in _assigned(one, "DEFECTS")]
    page = (EXAMPLES / name / "README.md").read_text("utf-8")
    assert [one for one in given if f"docs.examples.rehearse {name} --defect {one}" not in page] == []


def _assigned(node: ast.stmt, name: str) -> list[ast.expr]:
    if isinstance(node, ast.Assign) and [ast.unparse(one) for one in node.targets] == [name]:
        return [node.value]
    return []


def test_the_outcomes_that_the_page_of_pages_shows_can_be_played() -> None:
    """They fit into a scenario."""
    page = (ROOT / "docs" / "pages.md").read_text("utf-8")
    (block,) = re.findall(r"^```yaml fragment=outcomes\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    content = yaml.safe_load((EXAMPLES / "pretix" / "scenario.yaml").read_text("utf-8"))
    scenario = loads(yaml.safe_dump({**content, "outcomes": yaml.safe_load(block)}), "pages.md")
    assert [(row.status, row.outcome, row.means) for row in scenario.outcomes] == [
        (200, "refused", "sold-out")
    ]


def _played(name: str, defect: str, out: Path) -> dict[str, Any]:
    """Play an example, and give what it came to."""
    command = [sys.executable, "-m", "docs.examples.rehearse", name, "--out", str(out)]
    command += ["--defect", defect] if defect else []
    subprocess.run(command, cwd=ROOT, check=False, timeout=1800)
    verdict = json.loads((out / name / "latest" / "verdict.json").read_text("utf-8"))
    assert verdict["audit"]["acknowledged"] > 0
    return dict(verdict)


def _rules(verdict: dict[str, Any]) -> set[str]:
    return {one["rule"] for one in verdict["audit"]["findings"]}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_site_that_is_configured_as_its_makers_say_keeps_every_promise(
    name: str, tmp_path: Path
) -> None:
    """From nothing to a verdict; on a machine that is too busy for its objectives, too."""
    assert _rules(_played(name, "", tmp_path)) == set()


@pytest.mark.slow
def test_a_proxy_that_copies_requests_is_seen(tmp_path: Path) -> None:
    """Each bill stands twice."""
    verdict = _played("ihatemoney", "mirror", tmp_path)
    assert (_rules(verdict), verdict["verdict"]) == ({"R2"}, "NO_GO")


@pytest.mark.slow
def test_a_database_that_shows_transactions_the_past_is_seen(tmp_path: Path) -> None:
    """It takes two people at the last seat at once, so up to three days are played."""
    for day in range(3):
        verdict = _played("pretix", "snapshot", tmp_path / str(day))
        if verdict["audit"]["over_quota"]:
            break
    else:
        pytest.skip("on three days nobody raced for the last seat; play it on a busier machine")
    assert (_rules(verdict), verdict["verdict"]) == ({"R6"}, "NO_GO")
