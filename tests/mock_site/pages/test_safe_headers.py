"""Every answer tells a browser to do nothing with it that the site does not need."""

import pytest

from mock_site.pages.safe_headers import YEAR_S, safe_headers

STRICT = "Strict-Transport-Security"


@pytest.mark.parametrize("is_secure", [True, False])
def test_a_page_may_load_its_style_and_send_its_forms_and_nothing_else(*, is_secure: bool) -> None:
    """It may neither be framed nor opened by others, nor be taken for what it does not say it is."""
    headers = safe_headers(is_secure=is_secure)
    rules = dict(one.split(" ", 1) for one in headers["Content-Security-Policy"].split("; "))
    assert rules == {
        "default-src": "'none'",
        "style-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    for name in ("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Referrer-Policy"):
        assert headers[name] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"


def test_browsers_keep_to_https_where_they_come_by_it() -> None:
    """For a year; a site without it must not say so, for it could not be reached then."""
    assert safe_headers(is_secure=True)[STRICT] == f"max-age={YEAR_S}" == "max-age=31536000"
    assert STRICT not in safe_headers(is_secure=False)


def test_nobody_can_change_what_all_are_told() -> None:
    """They are made once; a change for one answer would be one for all."""
    headers = safe_headers(is_secure=True)
    assert safe_headers(is_secure=True) is headers
    with pytest.raises(TypeError):
        headers["X-Frame-Options"] = "ALLOWALL"  # type: ignore[index]
