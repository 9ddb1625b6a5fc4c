"""A change names the parts that are to be others, and leaves the rest."""

from mock_site.forms.change import changed
from mock_site.harm.conditions import Loop, SiteConditions, Store


def test_a_part_is_changed_however_deep_it_lies() -> None:
    """What lies beside it stays, and so does the value that was given."""
    first = SiteConditions(loop=Loop(block_s=1.0))
    second = changed(first, {"loop": {"every_s": 5}, "store": {"held": 0.5}})
    assert second == SiteConditions(loop=Loop(block_s=1.0, every_s=5.0), store=Store(held=0.5))
    assert first == SiteConditions(loop=Loop(block_s=1.0))


def test_a_change_of_nothing_is_the_same() -> None:
    """An empty change is none."""
    assert changed(SiteConditions(), {}) == SiteConditions()
