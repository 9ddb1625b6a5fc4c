"""A form is a page of prometheus_client's with other values."""

import math

import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import choose_encoder

from mock_site.counted.form import Form, Given


@pytest.mark.parametrize("accept", ["", "application/openmetrics-text;version=1.0.0"])
def test_a_form_that_is_filled_in_is_the_page_that_would_have_been_written(accept: str) -> None:
    """Whatever stands in names, words and labels, and however values are spelt."""
    registry = CollectorRegistry()
    odd = Counter("odd", "Words with\na break, \\ and # HELP.", ["label"], registry=registry)
    spread = Histogram("spread", "S.", registry=registry, buckets=(0.5, 1))
    encode, _kind = choose_encoder(accept)
    for text in ('with " 1.0', "with \\ and\nbreak", "with \u2028 and }"):
        odd.labels(text)
    form = Form(encode, list(registry.collect()))
    for amount in (0.25, 1e17, math.inf):
        odd.labels('with " 1.0').inc(amount)
        spread.observe(amount)
        families = list(registry.collect())
        values = [sample.value for family in families for sample in family.samples]
        assert form.filled(values) == encode(Given(families))


def test_no_samples_make_a_page_without_gaps() -> None:
    """A site that has not counted yet shows nothing, and its page has an end."""
    encode, _kind = choose_encoder("application/openmetrics-text;version=1.0.0")
    assert Form(encode, []).filled([]) == b"# EOF\n"
