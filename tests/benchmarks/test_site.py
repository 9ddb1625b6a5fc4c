"""Claims about the site's benchmark: what is below its target is told of with its figure."""

from tests.benchmarks.conftest import Script


def test_a_rate_below_its_target_is_missed_and_what_else_is_known_is_told(script: Script) -> None:
    """One that is as high is not."""
    site = script("site_rates")
    rates = [
        site.Rate(what="home pages", per_cpu_s=6_000.0, per_s=5_000.0, target=6_000, more="All held."),
        site.Rate(what="joins, sqlite", per_cpu_s=2_499.0, per_s=2_000.0, target=2_500),
    ]
    found = site.result(rates)
    assert found.told == "All held."
    assert found.rows == [
        ["home pages", "6,000", "5,000", "6,000"],
        ["joins, sqlite", "2,499", "2,000", "2,500"],
    ]
    assert found.missed == ["joins, sqlite: 2,499 a CPU second; 2,500 is the target."]
