"""Compact JSON is what the standard library writes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.compact_json import compact

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(LEAVES, lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=9)


@given(VALUES)
def test_a_value_is_written_as_the_standard_library_writes_it(value: object) -> None:
    """Whatever it is."""
    assert compact(value) == json.dumps(value, separators=(",", ":"))


@pytest.mark.parametrize("value", [{"a": object()}, [object()], object()])
def test_what_is_no_json_is_refused(value: object) -> None:
    """As usual."""
    with pytest.raises(TypeError, match="not JSON serializable"):
        compact(value)
