"""Claims about the ground of a search: a site of siaga's own for all levels, or one that was named."""

import os

import pytest

from siaga.capacity.ground import Ground, ground
from siaga.errors import RefusedError
from siaga.scenario.load import loads
from siaga.stage.request import Request
from tests.capacity.turned_day import DAY

DAY_ = loads(DAY, "day.yaml")


class Site:
    """Stands in for the built-in site.

    Attributes:
        did: what was done with it, in order.
    """

    did: list[object] = []  # noqa: RUF012 - filled anew by each test
    url, token = "http://127.0.0.1:2", "secret"

    def __init__(self, _site: object, arguments: object, *_rest: object, run_id: str) -> None:
        assert run_id == ""  # each level is a run of its own
        self.did.append(arguments)

    def start(self) -> None:
        """Start."""
        self.did.append("start")

    def stop(self) -> None:
        """Stop."""
        self.did.append("stop")


def _fall(there: Ground) -> None:
    assert there == Ground(url="http://127.0.0.1:2", environ={"A": "b", "SITE_ADMIN_TOKEN": "secret"})
    raise ZeroDivisionError


def _nobody(_line: str) -> None:
    """Hear nothing."""


def test_a_site_of_its_own_is_started_once_and_stopped_whatever_happens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the pace of the day and the arguments that were given; its token is in the environment."""
    monkeypatch.setattr("siaga.stage.venue.BuiltInSite", Site)
    Site.did = []
    request = Request(scenario="day.yaml", site_arguments=("--profile", "naive"), environ={"A": "b"})
    with pytest.raises(ZeroDivisionError), ground(request, DAY_, _nobody) as there:
        _fall(there)
    pace = ("--time-scale", "1", "--rate-scale", "1")
    assert Site.did == [(*pace, "--profile", "naive"), "start", "stop"]


def test_a_site_that_was_named_is_taken_as_it_is() -> None:
    """If it is on this machine, or has agreed."""
    environ = dict(os.environ)
    request = Request(scenario="day.yaml", host="http://127.0.0.1:3", environ=environ)
    with ground(request, DAY_, _nobody) as there:
        assert there == Ground(url="http://127.0.0.1:3", environ=environ)
    away = Request(scenario="day.yaml", host="http://192.0.2.1", environ={})
    with pytest.raises(RefusedError, match="has not agreed"), ground(away, DAY_, _nobody):
        pass
