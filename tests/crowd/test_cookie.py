"""Claims about one cookie: which hosts and paths it goes to, and which others it is taken for."""

import pytest

from siaga.crowd.cookie import Cookie


def _cookie(name: str, domain: str = "site.example", path: str = "/", *, alone: bool = False) -> Cookie:
    return Cookie(
        name=name, value="1", domain=domain, alone=alone, path=path, expires_s=9e9, secure=True
    )


def test_a_cookie_without_a_name_is_its_value() -> None:
    """As browsers send it."""
    assert (_cookie("s").pair, _cookie("").pair) == ("s=1", "1")


@pytest.mark.parametrize(
    ("host", "of_all", "of_one"),
    [
        ("site.example", True, True),
        ("www.site.example", True, False),
        ("mysite.example", False, False),
        ("example", False, False),
    ],
)
def test_a_cookie_goes_to_its_host_and_those_below_unless_it_is_alone(
    host: str, *, of_all: bool, of_one: bool
) -> None:
    """Never to one that only ends alike."""
    assert (_cookie("s").is_of(host), _cookie("s", alone=True).is_of(host)) == (of_all, of_one)


@pytest.mark.parametrize(
    ("path", "fits"), [("/a", True), ("/a/", True), ("/a/b", True), ("/ab", False), ("/", False)]
)
def test_a_cookie_goes_with_its_path_and_those_below(path: str, *, fits: bool) -> None:
    """Never with one that only begins alike."""
    assert _cookie("s", path="/a").fits(path) is fits


@pytest.mark.parametrize(
    ("domain", "path", "covers"),
    [
        ("site.example", "/a", True),
        ("www.site.example", "/a", True),
        ("example", "/a", True),
        ("site.example", "/a/b", True),
        ("site.example", "/", False),
        ("site.example", "/ab", False),
        ("other.example", "/a", False),
    ],
)
def test_a_cookie_covers_another_of_its_name_that_requests_have_with_it(
    domain: str, path: str, *, covers: bool
) -> None:
    """Of a domain above or below, and at its path or deeper; a site would take it for the other."""
    other = _cookie("s", path="/a")
    assert _cookie("s", domain, path).covers(other) is covers
    assert not _cookie("t", domain, path).covers(other)
