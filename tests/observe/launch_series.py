"""The series of a launch in which all is well, as promtool writes them, and what can go wrong in it."""

from collections.abc import Mapping

EVERY_S = 5
POINTS = 40
LOOKED_AT = 36
AT = f"{LOOKED_AT * EVERY_S}s"
"""When the rules are looked at: long enough after the beginning for the windows to be filled."""

_SITE = 'job="site",instance="site:8080"'
_SIAGA = 'job="siaga",instance="siaga:9646"'


def _still(value: float) -> str:
    return f"{value}x{POINTS}"


def _grows(by: float) -> str:
    return f"0+{by}x{POINTS}"


def _for_a_moment(usual: float, other: float) -> str:
    """Be other than usual when the rules are looked at and once before, five seconds in all."""
    return f"{usual}x{LOOKED_AT - 2} {other} {other} {usual}x{POINTS - LOOKED_AT}"


def site(name: str, labels: str = "") -> str:
    """Name a series of the site."""
    return f"{name}{{{_SITE}{labels and ','}{labels}}}"


def siaga(name: str, labels: str = "") -> str:
    """Name a series of the run."""
    return f"{name}{{{_SIAGA}{labels and ','}{labels}}}"


UP = site("up")
GOOD = site("site_http_requests_total", 'route="/",method="GET",status="2xx"')
ERRORS = site("site_http_requests_total", 'route="/",method="GET",status="5xx"')
DURATION = "site_http_request_duration_seconds"
QUICK = site(f"{DURATION}_bucket", 'route="/",le="0.1"')
MEASURED = site(f"{DURATION}_count", 'route="/"')
EXCEPTIONS = site("site_http_exceptions_total", 'route="/"')
LOOP = site("site_event_loop_lag_seconds")
STARTED = site("site_process_start_time_seconds")
LEFT = site("site_seats", 'state="left"')
LAG = siaga("siaga_generator_loop_lag_seconds", 'worker="0"')
CPU = siaga("siaga_generator_cpu_ratio", 'worker="0"')
DROPPED = siaga("siaga_arrivals_dropped_total")
PRESENT = siaga("siaga_workers_present")
CLOSED = siaga("siaga_workers_closed")
SENDING = siaga("siaga_run_stage", 'stage="sending"')
STEPS = siaga("siaga_samples_total", 'step="join",result="good"')
FAILED = siaga("siaga_samples_total", 'step="join",result="failed"')
QUICK_STEPS = siaga("siaga_step_latency_seconds_bucket", 'step="join",le="0.1"')
BROKEN = siaga("siaga_objective_state", 'objective="join-latency",key="true",state="broken"')
BROKEN_COMFORT = siaga("siaga_objective_state", 'objective="home",key="false",state="broken"')
LOST = siaga("siaga_audit_violations", 'rule="R1"')
LEFT_OVER = siaga("siaga_audit_violations", 'rule="R7"')
NO_GO = siaga("siaga_verdict", 'verdict="NO_GO"')
UNDECIDED = siaga("siaga_verdict", 'verdict="INCONCLUSIVE"')
CONDITIONS = siaga("siaga_verdict", 'verdict="GO_WITH_CONDITIONS"')

CALM: Mapping[str, str] = {
    UP: _still(1),
    GOOD: _grows(100),
    ERRORS: _still(0),
    QUICK: _grows(100),
    site(f"{DURATION}_bucket", 'route="/",le="2.5"'): _grows(100),
    site(f"{DURATION}_bucket", 'route="/",le="+Inf"'): _grows(100),
    MEASURED: _grows(100),
    EXCEPTIONS: _still(0),
    LOOP: _still(0.01),
    STARTED: _still(1_800_000_000),
    site("site_seats", 'state="quota"'): _still(100),
    site("site_seats", 'state="issued"'): _still(100),
    site("site_seats", 'state="given"'): _still(60),
    LEFT: _still(40),
    LAG: _still(0.01),
    siaga("siaga_generator_loop_lag_limit_seconds"): _still(0.1),
    CPU: _still(0.2),
    siaga("siaga_generator_cpu_limit_ratio"): _still(0.8),
    DROPPED: _still(0),
    PRESENT: _still(2),
    siaga("siaga_workers_planned"): _still(2),
    CLOSED: _still(0),
    SENDING: _still(1),
    STEPS: _grows(50),
    FAILED: _still(0),
    QUICK_STEPS: _grows(50),
    siaga("siaga_step_latency_seconds_bucket", 'step="join",le="2.5"'): _grows(50),
    siaga("siaga_step_latency_seconds_bucket", 'step="join",le="+Inf"'): _grows(50),
    BROKEN: _still(0),
    BROKEN_COMFORT: _still(0),
    LOST: _still(0),
    LEFT_OVER: _still(0),
    NO_GO: _still(0),
    UNDECIDED: _still(0),
    CONDITIONS: _still(0),
    siaga("siaga_verdict", 'verdict="GO"'): _still(0),
}

FIRES: list[tuple[set[str], Mapping[str, str]]] = [
    ({"SiteDown"}, {UP: _still(0)}),
    ({"SiteErrorBudgetBurnsFast", "SiteErrorBudgetBurnsSlow"}, {ERRORS: _grows(2)}),
    ({"SiteErrorBudgetBurnsSlow"}, {ERRORS: _grows(0.8)}),
    ({"SiteSlow"}, {QUICK: _grows(90)}),
    ({"SiteExceptions"}, {EXCEPTIONS: _grows(1)}),
    ({"SiteLoopLate"}, {LOOP: _still(0.5)}),
    ({"SiteRestarted"}, {STARTED: f"1800000000x{LOOKED_AT - 4} 1800000500x{POINTS}"}),
    ({"SeatsDoNotAddUp"}, {LEFT: _still(39)}),
    ({"GeneratorSaturated"}, {LAG: _still(0.2)}),
    ({"GeneratorSaturated"}, {CPU: _still(0.9)}),
    ({"ArrivalsDropped"}, {DROPPED: _grows(1)}),
    ({"WorkerSilent"}, {PRESENT: _still(1)}),
    ({"StepFails"}, {FAILED: _grows(1)}),
    ({"StepSlow"}, {QUICK_STEPS: _grows(45)}),
    ({"KeyObjectiveBroken"}, {BROKEN: _still(1)}),
    ({"PromiseBroken"}, {LOST: _still(3)}),
    ({"NotGo"}, {NO_GO: _still(1)}),
    ({"NotGo"}, {UNDECIDED: _still(1)}),
]
"""What fires, and the series that differ from a calm launch."""

STAYS: Mapping[str, Mapping[str, str]] = {
    "all is well": {},
    "a few errors of a few requests": {GOOD: _grows(0.1), ERRORS: _grows(0.1)},
    "errors that have just begun": {ERRORS: f"0x{LOOKED_AT - 3} 3 6 9 9x{POINTS}"},
    "errors that are over": {ERRORS: f"0+3x{LOOKED_AT - 8} {3 * (LOOKED_AT - 8)}x{POINTS}"},
    "a few slow requests": {QUICK: _grows(0), MEASURED: _grows(1)},
    "a few slow steps, one failed": {STEPS: _grows(1), FAILED: _grows(0.1), QUICK_STEPS: _grows(0)},
    "moments": {
        UP: _for_a_moment(1, 0),
        LOOP: _for_a_moment(0.01, 0.5),
        PRESENT: _for_a_moment(2, 1),
        BROKEN: _for_a_moment(0, 1),
        QUICK: f"0+100x{LOOKED_AT - 2} {100 * (LOOKED_AT - 2)}x{POINTS}",
        QUICK_STEPS: f"0+50x{LOOKED_AT - 2} {50 * (LOOKED_AT - 2)}x{POINTS}",
        FAILED: f"0x{LOOKED_AT - 2} 9 18 18x{POINTS}",
    },
    "a saturated second": {LAG: f"0.01x{LOOKED_AT - 1} 0.2 0.01x{POINTS - LOOKED_AT}"},
    "workers that have ended": {PRESENT: _still(1), CLOSED: _still(1)},
    "a run that is over": {PRESENT: _still(0), SENDING: _still(0)},
    "comfort that is broken": {BROKEN_COMFORT: _still(1)},
    "seats left over": {LEFT_OVER: _still(1)},
    "conditions": {CONDITIONS: _still(1)},
    "no run at all": dict.fromkeys((LAG, CPU, DROPPED, PRESENT, STEPS, NO_GO), f"_x{POINTS}"),
}
"""What must not fire anything."""


def promtool_file(rules: str, changed: Mapping[str, str], firing: set[str]) -> dict[str, object]:
    """Give a file of promtool: these rules, this launch, and exactly these alerts."""
    return {
        "rule_files": [rules],
        "evaluation_interval": f"{EVERY_S}s",
        "tests": [
            {
                "interval": f"{EVERY_S}s",
                "input_series": [
                    {"series": name, "values": values} for name, values in {**CALM, **changed}.items()
                ],
                "promql_expr_test": [
                    {
                        "expr": 'count by (alertname) (ALERTS{alertstate="firing"})',
                        "eval_time": AT,
                        "exp_samples": [
                            {"labels": f'{{alertname="{name}"}}', "value": 1} for name in sorted(firing)
                        ],
                    }
                ],
            }
        ],
    }
