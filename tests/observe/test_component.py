"""Claims about components of other makers: a bare machine skips them, a pipeline fails without them."""

import pytest

from tests.observe.component import DEMANDED, component


def test_one_that_is_there_is_found() -> None:
    """By its name."""
    assert component("sh").endswith("/sh")


@pytest.mark.parametrize(
    ("demanded", "ending"),
    [("", pytest.skip.Exception), ("1", pytest.fail.Exception)],
    ids=["skip", "fail"],
)
def test_one_that_is_missing_is_told_of_in_one_line(
    monkeypatch: pytest.MonkeyPatch, demanded: str, ending: type[BaseException]
) -> None:
    """Nothing is passed over where it was demanded."""
    monkeypatch.setenv(DEMANDED, demanded)
    with pytest.raises(ending, match="no-such-program is not installed"):
        component("no-such-program")
