"""Claims about the proxies of a run: named to whoever reads it, and only where that was agreed to."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from siaga.errors import RefusedError, UsageError
from siaga.record.site_host import SiteHost
from siaga.scenario.load import Override
from siaga.stage.forwarding import FORWARDED, forwarded
from siaga.stage.preparation import prepare
from siaga.stage.request import Request
from siaga.stage.target import Target
from tests.scenario.days import day

NOW = datetime(2026, 11, 24, tzinfo=UTC)
HERE = "http://127.0.0.1:3128"
SITE = Target(url="http://127.0.0.1:8080")
STAGING = Target(url="https://staging.test", addresses=("192.0.2.7",), agreed="staging")
BASIC = "traffic.proxy.basic={name: a, password: '${PASSWORD}'}"


def _told(
    url: str, site: Target | None = SITE, *hosts: SiteHost, basic: str = "", password: str = ""
) -> tuple[str, ...]:
    scenario = day(f"traffic.proxy={{url: '{url}'}}", *filter(None, [basic]))
    return forwarded(scenario, site, [one.as_json() for one in hosts], {"PASSWORD": password})


def test_a_run_without_a_proxy_says_nothing_of_one() -> None:
    """Whatever the environment has."""
    assert forwarded(day(), STAGING, [], {"https_proxy": HERE}) == ()


@pytest.mark.parametrize("url", [HERE, "http://localhost:3128", "http://[::1]:3128"])
@pytest.mark.parametrize("site", [None, Target(url=""), SITE, STAGING])
def test_a_proxy_on_this_machine_is_told(url: str, site: Target | None) -> None:
    """Whatever the site is, the built-in one or another."""
    assert _told(url, site) == (FORWARDED.format(url=url),)


@pytest.mark.parametrize("url", ["http://gate.test:3128", "http://staging.test", "http://192.0.2.7:80"])
@pytest.mark.parametrize("site", [None, SITE, STAGING])
def test_a_proxy_anywhere_else_is_refused(url: str, site: Target | None) -> None:
    """On a host of the site as well: load would go over somebody's machine who knows nothing of it."""
    with pytest.raises(
        RefusedError, match=f"traffic.proxy: {url} is not this machine, and nobody there"
    ):
        _told(url, site)


def test_a_place_in_the_clear_is_not_left_to_a_proxy() -> None:
    """It would find its own way, and might come to somebody else who has not agreed."""
    clear = SiteHost(url="http://api.test", addresses=("192.0.2.8",), agreed="staging")
    with pytest.raises(UsageError, match=r"traffic\.proxy: http://api\.test is in the clear"):
        _told(HERE, STAGING, clear)
    renamed = Target(url="http://site.test:8080", addresses=("127.0.0.1",))
    with pytest.raises(UsageError, match=r"http://site\.test:8080 is in the clear"):
        _told(HERE, renamed)
    local = Target(url="http://localhost:8080", addresses=("127.0.0.1", "::1"))
    assert _told(HERE, local)
    with pytest.raises(UsageError, match=r"http://192\.0\.2\.9 is in the clear"):
        _told(HERE, local, SiteHost(url="http://192.0.2.9"))


def test_a_secret_that_is_missing_is_missed_before_anything_starts() -> None:
    """Not by the first visitor."""
    with pytest.raises(UsageError, match="PASSWORD is not set"):
        _told(HERE, basic=BASIC)
    assert _told(HERE, basic=BASIC, password="p")


def test_the_record_of_a_run_names_it(tmp_path: Path) -> None:
    """And so its report does; where it may not be used, there is no run, and no folder of one."""
    for place, url in (("here", HERE), ("elsewhere", "http://192.0.2.1:3128")):
        proxy = Override.parse(f"traffic.proxy={{url: '{url}'}}")
        request = Request(scenario="gate", out=tmp_path / place, environ={}, overrides=(proxy,))
        if place == "here":
            assert prepare(request, now=NOW).record.notes == (FORWARDED.format(url=url),)
        else:
            with pytest.raises(RefusedError, match="nobody there has agreed to carry load"):
                prepare(request, now=NOW)
            assert not request.out.exists()
