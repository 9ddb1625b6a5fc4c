"""Claims about the protobuf messages: they are made once, and hold what their fields can."""

import pytest

from siaga.observe.protobuf import EXPOSED, exposed


def test_each_message_has_the_fields_that_are_declared() -> None:
    """By name and number."""
    for name, fields in EXPOSED.items():
        found = {one.name: one.number for one in exposed()[name].DESCRIPTOR.fields}
        assert found == {field: number for field, (number, _kind) in fields.items()}


def test_what_is_written_is_read_again() -> None:
    """A message within a list within a message."""
    made = exposed()["Metric"](label=[exposed()["LabelPair"](name="step", value="join")])
    again = exposed()["Metric"].FromString(made.SerializeToString())
    assert [(one.name, one.value) for one in again.label] == [("step", "join")]


def test_a_value_of_another_type_is_refused() -> None:
    """A name is no number."""
    with pytest.raises(TypeError):
        exposed()["LabelPair"](name=3)
