"""Claims about measures over some seconds: of people and journeys, from either start, and how many."""

import pytest

from siaga.judge import confidence
from siaga.judge.confidence import Share
from siaga.judge.expression import parse
from siaga.judge.measurement import Measurement, measure
from siaga.judge.recorded import recorded
from siaga.judge.taking import taken
from siaga.observe.scrape import SeriesKey
from siaga.observe.series import SeriesLog
from siaga.record.latency import Interval, LatencyLog, histogram, record
from siaga.record.tally import PopulationCount, StepCount
from siaga.scenario.model import Population
from tests.judge.hand_made import T0_S, Run

PEOPLE = (
    Population(name="registrants", journey="registrant"),
    Population(name="late", journey="registrant", people=10),
    Population(name="visitors", journey="visitor", people=20),
)


@pytest.fixture
def run(good: Run) -> Run:
    """A day of 20 s with three populations, two of which walk one journey; the evening is worse."""
    traffic = good.scenario.traffic.model_copy(update={"populations": PEOPLE})
    good.judged_with(traffic=traffic)
    opening = {
        "registrants": PopulationCount(arrived=6, ended=5, completed=5, good=10),
        "late": PopulationCount(arrived=1, ended=1, completed=0, good=1, failed=1),
        "visitors": PopulationCount(arrived=2, ended=2, completed=2, good=20),
    }
    evening = {"registrants": PopulationCount(ended=1, completed=0, good=1, failed=1)}
    steps = {"join": StepCount(good=31, failed=1)}
    good.day(populations=[*[opening] * 10, evening], steps=[*[steps] * 10, {"join": StepCount(good=2)}])
    log = LatencyLog(good.folder.latency(0), T0_S)
    for second, population, took_s in ((1, "registrants", 0.4), (2, "late", 0.8), (12, "visitors", 0.2)):
        for intended in (True, False):
            latencies = histogram()
            for _ in range(100):
                record(latencies, took_s if intended else took_s / 2)
            log.append(
                Interval(
                    second=second,
                    step="join",
                    intended=intended,
                    latencies=latencies,
                    population=population,
                )
            )
    log.close()
    return good


def measured(run: Run, text: str) -> Measurement:
    """Measure an expression in a run."""
    return measure(parse(text), recorded(run.folder, run.scenario))


@pytest.mark.parametrize(
    ("text", "hits", "of", "made_of"),
    [
        ("availability of population late >= 1 %", 10, 20, "samples of population late good"),
        ("availability of journey registrant >= 1 %", 120, 140, "samples of journey registrant good"),
        ("error ratio of journey registrant <= 99 %", 20, 140, "samples of journey registrant failed"),
        ("error ratio of population visitors <= 9 %", 0, 200, "samples of population visitors failed"),
        ("completion of registrant >= 1 %", 50, 70, "journeys of journey registrant completed"),
        ("completion of visitor >= 1 %", 20, 20, "journeys of journey visitor completed"),
        ("completion of population late >= 0.1 %", 0, 10, "journeys of population late completed"),
        (
            "completion of registrant >= 1 % during doors-open",
            50, 60, "journeys of journey registrant completed",
        ),
    ],
)  # fmt: skip
def test_people_are_counted_by_population_and_by_journey(
    run: Run, text: str, hits: int, of: int, made_of: str
) -> None:
    """A journey is that of every population that walks it."""
    found = measured(run, text)
    share = Share(hits=hits, of=of)
    assert found.value == hits / of
    assert found.bound == confidence.ratio_bound(share, upper="<=" in text)
    assert (found.events, found.made_of) == (of, f"{hits} of {of} {made_of}")


@pytest.mark.parametrize(
    ("text", "value_s", "events", "made_of"),
    [
        ("p50 of population registrants <= 1 s", 0.4, 100, "samples of population registrants"),
        ("p99 of journey registrant >= 0 s", 0.8, 200, "samples of journey registrant"),
        ("p50 of join service time <= 1 s", 0.2, 300, "samples of join (service time)"),
        (
            "p99 of population late service time >= 0 s",
            0.4, 100, "samples of population late (service time)",
        ),
        ("p50 of population visitors <= 1 s during evening", 0.2, 100, "samples of population visitors"),
        ("p99 of join >= 0 s", 0.8, 300, "samples of join"),
    ],
)  # fmt: skip
def test_latency_is_that_of_people_and_from_either_start(
    run: Run, text: str, value_s: float, events: int, made_of: str
) -> None:
    """A step's is that of everybody who took it."""
    found = measured(run, text)
    assert found.value == pytest.approx(value_s, rel=1e-3)
    assert (found.events, found.made_of) == (events, f"{events} {made_of}")
    assert found.over_s == (10.0 if "during" in text else 20.0)


@pytest.mark.parametrize(
    ("text", "many", "over_s", "of"),
    [
        ("goodput of join >= 1/s", 330, 20.0, "join"),
        (
            "goodput of population registrants >= 1/s during doors-open",
            100,
            10.0,
            "population registrants",
        ),
        ("goodput of join <= 99/s during evening", 20, 10.0, "join"),
        ("goodput of population late >= 0/s during evening", 0, 10.0, "population late"),
    ],
)
def test_goodput_is_good_samples_by_time(run: Run, text: str, many: int, over_s: float, of: str) -> None:
    """With the bound of a rate; a time without any is a rate of 0."""
    assert measured(run, text) == Measurement(
        value=many / over_s,
        bound=confidence.rate_bound(many, over_s, upper="<=" in text),
        events=many,
        over_s=over_s,
        made_of=f"{many} good samples of {of} in {over_s:.0f} s",
    )


@pytest.mark.parametrize(
    ("text", "made_of"),
    [
        ("goodput of jion >= 1/s", "no sample of jion; steps that were recorded: join"),
        ("p50 of population visitors <= 1 s during doors-open",
         "no sample of population visitors during doors-open"),
        ("completion of visitor >= 1 % during evening",
         "no journey ended of journey visitor during evening"),
        ("availability of population late >= 1 % during evening",
         "no sample of population late during evening"),
    ],
)  # fmt: skip
def test_what_never_happened_is_told(run: Run, text: str, made_of: str) -> None:
    """Nothing is no number."""
    assert measured(run, text) == Measurement(value=None, made_of=made_of)


@pytest.mark.parametrize(
    "text",
    [
        "completion of visitor >= 1 %",
        "p50 of population visitors <= 1 s",
        "goodput of journey visitor >= 1/s",
        "error ratio of population visitors <= 1 %",
    ],
)
def test_a_run_of_an_older_siaga_tells_nobody_apart(good: Run, text: str) -> None:
    """It is unknown, and says why."""
    good.day()
    assert measured(good, text) == Measurement(
        value=None, made_of="an older siaga made the run and tells nobody apart"
    )


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("error ratio of join <= 4 %", confidence.events_needed(10 / 340 * 1, 0.04)),
        ("error ratio of join <= 20 %", None),
        ("error ratio of join <= 1 %", None),
        ("goodput of join >= 16/s", 2909),
        ("goodput of join <= 17/s", 3050),
        ("p70 of join <= 500 ms", None),
        ("p64 of join <= 500 ms", 947),
        ("p60 of join <= 500 ms", None),
    ],
)
def test_what_does_not_decide_says_how_many_events_would(
    run: Run, text: str, needed: int | None
) -> None:
    """None where it decides, where the value is on the wrong side."""
    assert measured(run, text).needed == needed


def test_what_is_measured_as_a_whole_is_taken_of_no_seconds(run: Run) -> None:
    """Whoever asks all the same has made a mistake."""
    with pytest.raises(TypeError, match="'audit lost <= 0': is measured as a whole"):
        taken(parse("audit lost <= 0"), recorded(run.folder, run.scenario), None)


@pytest.mark.parametrize(
    ("quantile", "sign", "below"), [(74, "<=", 0.76), (64, "<", 0.66), (80, ">", 0.76), (70, ">=", 0.66)]
)
def test_samples_at_the_limit_count_on_the_side_that_the_sign_gives_them(
    run: Run, quantile: int, sign: str, below: float
) -> None:
    """66 are below it, 10 are at it and 24 above."""
    run.folder.latency(0).unlink()
    run.latencies("join", {3: [0.2] * 66 + [0.5] * 10 + [1.0] * 24})
    at_us = round(recorded(run.folder, run.scenario).latencies.pool("join").at_rank(70) * 1e6)
    found = measured(run, f"p{quantile} of join {sign} {at_us // 1000}.{at_us % 1000:03} ms")
    upper = sign.startswith("<")
    needed = confidence.samples_needed(quantile / 100, below, 100, upper=upper)
    assert needed is not None
    assert found.needed == needed


def test_scrapes_before_the_first_phase_are_none_of_it(run: Run) -> None:
    """Half a second before it is no part of its first second."""
    run.folder.scrapes.unlink()
    log = SeriesLog(run.folder.scrapes)
    for at_s in (-1.5, -0.5, 0.0, 0.5, 9.5, 10.5):
        log.append(T0_S + at_s, up=True, samples={SeriesKey.of("queue", {}): at_s}, error="")
    log.close()
    found = measured(run, "min(queue) >= 0 during doors-open")
    assert (found.value, found.made_of) == (0.0, "3 of 3 scrapes of the site")
