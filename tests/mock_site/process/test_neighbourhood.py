"""A site starts its neighbours, or uses those that it is told of."""

import argparse
from contextlib import ExitStack

import pytest

from mock_site.errors import UsageError
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.outside.metrics import Neighbour
from mock_site.process.neighbourhood import Neighbourhood, add_arguments, is_url, neighbourhood


def around(*arguments: str) -> Neighbourhood:
    """Give the neighbourhood of these arguments, with nothing left open."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    add_arguments(parser)
    with ExitStack() as stack:
        return neighbourhood(parser.parse_args(arguments), stack)


def test_each_neighbour_gets_an_address_of_its_own() -> None:
    """Free ports, and the module that answers there."""
    found = around("--time-scale", "0.5", "--rate-scale", "2", "--neighbour-seed", "3", "--no-test-mode")
    assert len(set(found.urls.values())) == len(Neighbour)
    assert [part.module for part in found.parts] == [
        f"mock_site.neighbours.{one}" for one in ("registry", "post_office", "evaluator")
    ]
    wanted = NeighbourSettings(time_scale=0.5, rate_scale=2.0, test_mode=False, seed=3)
    assert {NeighbourSettings.loads(part.settings) for part in found.parts} == {wanted}


def test_what_neighbours_count_is_not_merged_with_the_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the site's own environment has a folder for that."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "/tmp/x")  # noqa: S108 - nothing is written there
    assert all("PROMETHEUS_MULTIPROC_DIR" not in part.environ for part in around().parts)


def test_one_that_is_told_is_not_started() -> None:
    """Its URL is used as it was given."""
    found = around(
        "--neighbour", "registry=http://10.0.0.1:9/", "--neighbour", "post-office=https://post.test"
    )
    assert found.urls[Neighbour.REGISTRY] == "http://10.0.0.1:9"
    assert found.urls[Neighbour.POST_OFFICE] == "https://post.test"
    assert [part.name for part in found.parts] == ["evaluator"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--neighbour", "bank=http://x"], "^neighbour: is 'bank'; write registry, post-office, ev"),
        (["--neighbour", "registry"], "^neighbour registry: is at ''; it must be a URL"),
        (["--neighbour", "registry=ftp://x"], "^neighbour registry: is at 'ftp://x'"),
        (["--neighbour", "registry=http://"], "^neighbour registry: is at"),
        (["--time-scale", "0"], "^time_scale: is 0.0; it must be"),
        (["--rate-scale", "-1"], "^rate_scale: is -1.0; it must be"),
        (["--post-office-port", "70000"], "^port: is 70000; it must be"),
    ],
)
def test_what_cannot_be_is_refused(arguments: list[str], message: str) -> None:
    """In one line."""
    with pytest.raises(UsageError, match=message):
        around(*arguments)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("http://a", True),
        ("https://[::1]:8/x", True),
        ("http://a:99999", False),
        ("a:80", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_a_url_has_a_scheme_and_a_host(text: str, *, yes: bool) -> None:
    """And a port there can be."""
    assert is_url(text) is yes
