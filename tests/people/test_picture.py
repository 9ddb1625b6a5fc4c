"""A picture passes for one, and is nobody else's."""

from mock_site.forms.picture import recognised
from siaga.people.picture import picture_of


def test_a_picture_is_a_jpeg_of_about_its_size() -> None:
    """As the site tells it, and one that is to have no size has some."""
    assert recognised(picture_of("a ktp", 2_048)).media_type == "image/jpeg"
    assert [len(picture_of("a", size)) // 1_000 for size in (0, 2_048, 50_000)] == [0, 2, 50]


def test_every_text_has_a_picture_of_its_own() -> None:
    """And always the same."""
    made = [picture_of(f"{who} {kind}", 64) for who in range(20) for kind in ("ktp", "selfie")]
    assert len(set(made)) == 40
    assert picture_of("7 ktp", 64) in made
