"""What a service has counted: its samples by name and labels."""

import pytest

from siaga.faults.fault import FaultError
from siaga.faults.metrics_page import MetricsPage
from siaga.web import Web
from tests.faults.real_site import RealSite

TEXT = 'seats_total{state="given",wave="1"} 3\nseats_total{state="left",wave="1"} 4\n'


def test_samples_are_added_up_whatever_other_labels_they_have() -> None:
    """Each worker's, each kind's."""
    assert MetricsPage(TEXT).total("seats_total", wave="1") == 7
    assert MetricsPage(TEXT).total("seats_total", state="left") == 4


def test_what_is_not_counted_cannot_show_anything() -> None:
    """A site of another make does not have our counters."""
    with pytest.raises(FaultError, match=r'metrics: have no seats_total\{state="lost"\}'):
        MetricsPage(TEXT).total("seats_total", state="lost")


def test_a_name_is_not_taken_for_another_that_begins_with_it() -> None:
    """Nor is a comment counted."""
    text = '# TYPE seats_total counter\nseats_total 1\nseats_total_lost 2\nseats_totals{a="b"} 4\n'
    assert MetricsPage(text).total("seats_total") == 1


def test_a_page_that_makes_no_sense_is_told_of() -> None:
    """Half a line, say."""
    with pytest.raises(FaultError, match="metrics: seats_total cannot be read"):
        MetricsPage("seats_total {\n").total("seats_total")


def test_a_page_that_cannot_be_read_is_told_of() -> None:
    """Nobody listens there."""
    with pytest.raises(FaultError, match=r"metrics: cannot be read \(GET /metrics: no answer"):
        MetricsPage.read(Web("http://127.0.0.1:9"))


def test_a_page_of_a_few_samples_is_all_that_is_asked_for(site: RealSite) -> None:
    """The built-in site and its neighbours leave the others out."""
    name = "site_breaker_state"
    few, all_ = MetricsPage.read(site.place.site(), name), MetricsPage.read(site.place.site())
    assert few.total(name) == all_.total(name) > 0
    assert all_.total("site_http_requests_total") >= 0
    with pytest.raises(FaultError, match="have no site_http_requests_total"):
        few.total("site_http_requests_total")
    registry = MetricsPage.read(site.place.neighbour("registry"), "registry_requests_total")
    assert registry.total("registry_requests_total") >= 0
