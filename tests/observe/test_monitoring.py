"""Claims about rules, alerts and dashboard: about metrics that exist, loud only when they have to be."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml

from siaga.errors import UsageError
from siaga.new_files import write_new
from siaga.observe.monitoring import LEAST_WINDOW_S, Monitoring
from tests.observe.catalogue import families_of_a_run, families_of_the_site, series
from tests.observe.component import component
from tests.observe.launch_series import FIRES, STAYS, promtool_file

METRICS = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
USUAL: dict[str, Any] = {
    "window_s": 117 * 3600.0,
    "availability": 0.999,
    "latency_s": 1.5,
    "site": "127.0.0.1:8080",
    "exporter": "127.0.0.1:9646",
    "every_s": 2.0,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what is written for a quarter of an hour of registration: its windows are short."""
    path = tmp_path_factory.mktemp("monitoring")
    write_new(path, Monitoring(**{**USUAL, "window_s": 900.0}).files())
    return path


def _rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(Monitoring(**USUAL).files()["rules.yml"])["groups"]
    return [rule for group in groups for rule in group["rules"]]


def _dashboard() -> Any:  # noqa: ANN401 - any JSON
    return json.loads(Monitoring(**USUAL).files()["dashboard.json"])


def _queries() -> Iterator[str]:
    """Give every query of rules and dashboard."""
    yield from (rule["expr"] for rule in _rules())
    dashboard = _dashboard()
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    annotations = [one["expr"] for one in dashboard["annotations"]["list"]]
    yield from (expr.replace("$__rate_interval", "10s") for expr in (*shown, *annotations))


def _selectors(query: str) -> list[promql_parser.VectorSelector]:
    """Give every choice of series in a query, those under a range included."""
    found: list[promql_parser.VectorSelector] = []

    def take(node: promql_parser.Expr) -> None:
        """Take one."""
        chosen = node.vector_selector if isinstance(node, promql_parser.MatrixSelector) else node
        if isinstance(chosen, promql_parser.VectorSelector):
            found.append(chosen)

    promql_parser.walk(promql_parser.parse(query), take)
    assert found, query
    return found


def _promtool(*arguments: str) -> str:
    done = subprocess.run(
        [component("promtool"), *arguments], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_windows_are_those_of_the_registration() -> None:
    """Nine and three quarters minutes and forty-nine seconds for 117 hours; none below ten seconds."""
    assert Monitoring(**USUAL).windows_s() == {
        "fast-long": 585,
        "fast-short": 49,
        "slow-long": 3510,
        "slow-short": 292,
    }
    quarter = Monitoring(**{**USUAL, "window_s": 900.0}).windows_s()
    assert set(quarter.values()) == {LEAST_WINDOW_S, 12 * LEAST_WINDOW_S}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"availability": 1.0}, "leaves no budget"),
        ({"availability": 0.0}, "leaves no budget"),
        ({"window_s": 0.0}, "nothing is none"),
        ({"latency_s": 0.0}, "nothing is none"),
        ({"every_s": 5.1}, "too few values"),
        ({"every_s": 0.0}, "too few values"),
        ({"site": "nowhere"}, "is no host and port"),
        ({"exporter": 'a:1"]}'}, "is no host and port"),
    ],
)
def test_what_no_rule_can_be_made_of_is_refused(change: Mapping[str, Any], said: str) -> None:
    """With what is allowed."""
    with pytest.raises(UsageError, match=said):
        Monitoring(**{**USUAL, **change})


def test_what_was_asked_for_stands_in_the_files() -> None:
    """Limits, windows, addresses, the beat."""
    given = {
        **USUAL,
        "site": "site.example:443",
        "availability": 0.995,
        "latency_s": 0.8,
        "every_s": 0.5,
    }
    files = Monitoring(**given).files()
    config = yaml.safe_load(files["prometheus.yml"])
    targets = [job["static_configs"][0]["targets"] for job in config["scrape_configs"]]
    assert targets == [["site.example:443"], ["127.0.0.1:9646"]]
    assert config["global"]["scrape_interval"] == "500ms"
    exprs = {
        rule["alert"]: rule["expr"] for rule in yaml.safe_load(files["rules.yml"])["groups"][2]["rules"]
    }
    assert "> 14.4 * 0.005" in exprs["SiteErrorBudgetBurnsFast"]
    assert "> 0.8" in exprs["SiteSlow"]


def test_every_query_is_about_metrics_that_exist() -> None:
    """Of the site, of a run, recorded by another rule, or of Prometheus itself."""
    known = series([*families_of_a_run(), *families_of_the_site()]) | {"up", "ALERTS"}
    known |= {rule["record"] for rule in _rules() if "record" in rule}
    asked = {one.name for query in _queries() for one in _selectors(query)}
    assert asked - known == set()
    assert len(asked) > 30


def test_every_label_that_a_query_asks_for_stands_in_the_page_of_metrics() -> None:
    """With its value: a rule on a misspelt status would never fire."""
    rows = {row[0]: row[1] for row in re.findall(r"^\| `(\w+)` \| (.*)$", METRICS, re.MULTILINE)}
    held = 0
    for selector in (one for query in _queries() for one in _selectors(query)):
        row = rows.get(re.sub(r"_(bucket|count|sum)$", "", selector.name or ""))
        for matcher in selector.matchers.matchers if row else ():
            assert row is not None
            assert f"`{matcher.name}`" in row, (selector.name, matcher.name)
            wanted = [] if matcher.name == "rule" else matcher.value.split("|")
            assert [one for one in wanted if f"`{one}`" not in row] == [], selector.name
            held += 1
    assert held >= 10


def test_every_alert_says_what_is_wrong_with_labels_that_it_has() -> None:
    """And how loud it is; nothing is recorded twice under one name and window."""
    alerts = [rule for rule in _rules() if "alert" in rule]
    for alert in alerts:
        assert alert["labels"]["severity"] in {"page", "ticket"}
        assert alert["annotations"]["summary"].rstrip().endswith(".")
    recorded = [(rule["record"], str(rule.get("labels"))) for rule in _rules() if "record" in rule]
    assert len(recorded) == len(set(recorded))


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    """Every panel has a place of its own, a source that can be chosen, and a title."""
    dashboard = _dashboard()
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(ids) == len(set(ids)) > 20
    cells = [
        (x, y)
        for panel in dashboard["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _y in cells) < 24
    assert all(panel["title"] for panel in dashboard["panels"])
    (variable,) = dashboard["templating"]["list"]
    sources = {panel["datasource"]["uid"] for panel in dashboard["panels"] if panel["type"] != "row"}
    assert sources == {f"${{{variable['name']}}}"}


@pytest.mark.parametrize("window_s", [117 * 3600.0, 900.0])
def test_promtool_finds_nothing_wrong(tmp_path: Path, window_s: float) -> None:
    """In the rules and in the configuration that names them."""
    write_new(tmp_path, Monitoring(**{**USUAL, "window_s": window_s}).files())
    assert _promtool("check", "rules", str(tmp_path / "rules.yml")) == ""
    assert _promtool("check", "config", str(tmp_path / "prometheus.yml")) == ""


def test_every_alert_has_a_launch_in_which_it_fires() -> None:
    """An alert that nobody has seen fire is a hope."""
    fired = set().union(*(names for names, _changed in FIRES))
    assert fired == {rule["alert"] for rule in _rules() if "alert" in rule}


@pytest.mark.parametrize(("firing", "changed"), FIRES, ids=["+".join(sorted(one)) for one, _ in FIRES])
def test_an_alert_fires_when_it_has_to_and_no_other_does(
    folder: Path, tmp_path: Path, firing: set[str], changed: Mapping[str, str]
) -> None:
    """In a launch that differs from a calm one in one thing."""
    assert _tested(folder, tmp_path, changed, firing) == ""


@pytest.mark.parametrize("name", STAYS)
def test_nothing_fires_when_nothing_has_to(folder: Path, tmp_path: Path, name: str) -> None:
    """Also where something is unusual, and too little or too short to matter."""
    assert _tested(folder, tmp_path, STAYS[name], set()) == ""


def _tested(folder: Path, tmp_path: Path, changed: Mapping[str, str], firing: set[str]) -> str:
    path = tmp_path / "launch.yml"
    path.write_text(yaml.safe_dump(promtool_file(str(folder / "rules.yml"), changed, firing)))
    return _promtool("test", "rules", str(path))
