"""Claims about the pages: what they name exists, and what they show can be typed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from siaga.judge.check import check
from siaga.judge.expression import parse
from siaga.judge.rules.catalogue import RULES
from siaga.judge.run import judge_run
from siaga.judge.terms import Terms
from siaga.judge.turn import REMEDIES
from siaga.observe.monitoring import Monitoring
from siaga.record.run_folder import RunFolder
from siaga.report.render import verdict_json
from siaga.scenario.load import Override, load, loads
from tests.observe.catalogue import families_of_a_run, names

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "CHANGELOG.md", "reports/README.md")),
        *DOCS.glob("*.md"),
        *DOCS.glob("examples/README.md"),
        *DOCS.glob("examples/*/README.md"),
    ]
)
LINK = re.compile(r"\]\(([^)#\s]+)\)")
RULE = re.compile(r"^## (R\d+): (.*)\n\n(.*)$", re.MULTILINE)


def text(path: str) -> str:
    """Read a page."""
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    """Links to files of the project are not dead."""
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_page_of_rules_holds_every_rule_in_its_own_words() -> None:
    """Title and claim are those of the code, in order."""
    written = [tuple(found) for found in RULE.findall(text("docs/rules.md"))]
    told = [(number, title, " ".join(claim.split())) for number, title, claim in written]
    assert told == [(rule.id, rule.title, rule.claim) for rule in RULES]


def test_the_page_of_objectives_shows_expressions_that_can_be_read() -> None:
    """Each of the table is parsed as it stands there."""
    rows = re.findall(r"^\| `([^`]+)` \| ", text("docs/objectives.md"), re.MULTILINE)
    assert len(rows) == 40
    assert [parse(row).text for row in rows] == rows


def test_the_page_of_the_verdict_names_every_check() -> None:
    """Those of the table are those that can stop a verdict."""
    names = re.findall(r"^\| `([a-z-]+)` \| ", text("docs/verdict.md"), re.MULTILINE)
    assert sorted(names) == sorted(REMEDIES)


def test_the_page_of_metrics_names_what_a_run_exports() -> None:
    """No more and no less."""
    named = re.findall(r"^\| `(siaga_\w+)` \| ", text("docs/metrics.md"), re.MULTILINE)
    assert set(named) == names(families_of_a_run())


def test_the_readme_begins_with_the_two_commands() -> None:
    """A newcomer finds them before anything else."""
    lines = text("README.md").splitlines()
    assert lines[0] == "```sh"
    assert [line.split("#")[0].strip() for line in lines[1:3]] == ["make rehearsal", "make test"]


@pytest.mark.parametrize("name", ["opening-day", "gate"])
def test_every_shipped_objective_can_be_judged(name: str) -> None:
    """The check that `siaga check` makes finds nothing in what is shipped, and something in a typo."""
    path = ROOT / "scenarios" / f"{name}.yaml"
    assert check(load(path)) == []
    broken = load(path, [Override.parse("objectives.0.expect=p99 on join < 1")])
    (problem,) = check(broken)
    assert problem.startswith("objectives.0.expect: 'p99 on join < 1': cannot be read at 'on join < 1'")


@pytest.mark.parametrize(("name", "lacking"), [("opening-day", {"closing", "lot"}), ("gate", {"lot"})])
def test_every_rule_is_given_what_it_needs_by_what_is_shipped(name: str, lacking: set[str]) -> None:
    """The gate lacks nothing but lots; the opening day does not close."""
    terms = Terms.of(load(ROOT / "scenarios" / f"{name}.yaml"), None)
    assert {need for rule in RULES for need in rule.needs if terms.lack(need)} == lacking
    assert terms.site.counter == 'site_joins_total{result="given"}'


def test_the_example_run_gives_the_verdict_that_it_shows() -> None:
    """Judged again from its folder, by the judge of today; processors differ in the last digits."""

    def read(text: str) -> Any:  # noqa: ANN401 - it is JSON
        return json.loads(text, parse_float=lambda number: f"{float(number):.12g}")

    folder = RunFolder(ROOT / "reports" / "example")
    verdict = judge_run(folder, load(folder.scenario), strict=False).verdict
    shown = read(folder.verdict.read_text(encoding="utf-8"))
    assert read(verdict_json(verdict)) == shown
    assert (shown["verdict"], shown["audit"]["acknowledged"]) == ("GO", 1200)


def test_the_page_of_prometheus_names_every_alert_and_shows_objectives_that_can_be_judged() -> None:
    """No alert more and none less; what the page shows of a scenario fits into a shipped one."""
    page = text("docs/prometheus.md")
    usual = Monitoring(
        window_s=421_200.0,
        availability=0.999,
        latency_s=1.5,
        site="127.0.0.1:8080",
        exporter="127.0.0.1:9646",
        every_s=2.0,
    )
    groups = yaml.safe_load(usual.files()["rules.yml"])["groups"]
    alerts = [rule["alert"] for group in groups for rule in group["rules"] if "alert" in rule]
    assert re.findall(r"^\| `([A-Z]\w+)` \| ", page, re.MULTILINE) == alerts
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    shown = {key: part for block in blocks for key, part in yaml.safe_load(block).items()}
    content = yaml.safe_load((ROOT / "scenarios" / "gate.yaml").read_text(encoding="utf-8"))
    scenario = loads(yaml.safe_dump({**content, **shown}), "prometheus.md")
    assert (check(scenario), len(scenario.objectives)) == ([], 2)
    assert scenario.remote_write is not None
