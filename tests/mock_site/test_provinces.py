"""The provinces are the ministry's, and in rehearsals three more."""

from mock_site.provinces import provinces


def test_there_are_38_provinces_in_the_order_of_their_names() -> None:
    """As of 2025."""
    found = provinces(test_mode=False)
    assert len(found) == 38
    assert (found["31"], found["11"]) == ("DKI Jakarta", "Aceh")
    assert list(found.values()) == sorted(found.values())


def test_a_rehearsal_has_three_more_at_the_end() -> None:
    """They are nobody's."""
    assert list(provinces(test_mode=True))[-3:] == ["97", "98", "99"]
