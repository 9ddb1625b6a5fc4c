"""The Web as the stage sees it: a few small calls to the site, none of them load."""

from typing import Any

import urllib3

CALL_DEADLINE_S = 5.0


class WebError(Exception):
    """A call did not get the answer it needs."""


class Web:
    """Calls to one site.

    Args:
        url: base URL.
        token: bearer token for the admin calls; empty for none.
    """

    def __init__(self, url: str, token: str = "") -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def status(self, path: str) -> int:
        """Give the status of a page.

        Raises:
            WebError: there is no answer.
        """
        return self._call("GET", path).status

    def put(self, path: str, content: dict[str, Any]) -> None:
        """Send JSON that the site has to accept.

        Raises:
            WebError: there is no answer, or it is no success.
        """
        answer = self._call("PUT", path, json=content)
        if not 200 <= answer.status < 300:  # noqa: PLR2004 - the class of successes
            raise WebError(f"PUT {path}: status {answer.status}; a success is needed")

    def _call(self, method: str, path: str, **options: Any) -> urllib3.BaseHTTPResponse:  # noqa: ANN401
        try:
            with urllib3.PoolManager(retries=False, timeout=CALL_DEADLINE_S) as pool:
                return pool.request(method, self._url + path, headers=self._headers, **options)
        except urllib3.exceptions.HTTPError as error:
            raise WebError(f"{method} {path}: no answer ({error})") from None
