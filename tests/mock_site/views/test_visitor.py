"""Who a request comes from is found out once for all who want to know."""

import pytest

from mock_site.testing import SiteInProcess
from mock_site.trust.session import Sessions


@pytest.mark.parametrize("begun", [True, False], ids=["session", "none"])
async def test_a_session_is_looked_at_once_a_request(
    site: SiteInProcess,
    monkeypatch: pytest.MonkeyPatch,
    begun: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """By the layers and by the page, which is what it costs most of; the next request is another."""
    headers = await site.open_account(1) if begun else {}
    looked: list[str | None] = []
    real = Sessions.account_id

    def looking(sessions: Sessions, token: str | None, now_s: float) -> str | None:
        """Note the look."""
        looked.append(token)
        return real(sessions, token, now_s)

    monkeypatch.setattr(Sessions, "account_id", looking)
    for times in (1, 2):
        async with site.client.get("/me", headers={"Accept": "text/html", **headers}) as answer:
            assert (answer.status == 200) is begun or answer.url.path == "/sessions"
        assert len(looked) >= times
        assert len(set(looked)) == 1
    assert not begun or len(looked) == 2
