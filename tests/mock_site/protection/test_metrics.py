"""The metrics of protection exist from the start."""

import pytest
from prometheus_client import CollectorRegistry

from mock_site.protection.metrics import ProtectionMetrics


@pytest.mark.parametrize("name", ["site_admission_limit", "site_admission_waiting"])
def test_every_gauge_is_there_before_anybody_comes(name: str) -> None:
    """At 0."""
    registry = CollectorRegistry()
    ProtectionMetrics(registry)
    assert registry.get_sample_value(name) == 0
