"""The safe headers: what every answer tells a browser, so that nobody misuses the page in it."""

from functools import cache

from multidict import CIMultiDict, CIMultiDictProxy

YEAR_S = 365 * 24 * 3600


@cache
def safe_headers(*, is_secure: bool) -> CIMultiDictProxy[str]:
    """Give them.

    Args:
        is_secure: whether visitors come over https, and shall keep to it.
    """
    headers = CIMultiDict(
        {
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'self'; base-uri 'none'; "
                "form-action 'self'; frame-ancestors 'none'"
            ),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            # Forms of the site have to name their origin, which no-referrer would make null.
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
    )
    if is_secure:
        headers["Strict-Transport-Security"] = f"max-age={YEAR_S}"
    return CIMultiDictProxy(headers)
