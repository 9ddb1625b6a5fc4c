"""E-mails over HTTP: following the link, and asking for another."""

import pytest

from mock_site.testing import SiteInProcess, form
from tests.mock_site.around import Around
from tests.mock_site.walker import Walker


async def test_a_link_verifies_once_and_for_all(site: SiteInProcess, around: Around) -> None:
    """Following it again changes nothing, and is answered the same."""
    me = Walker(site, around)
    await me.open()
    assert await me.verify_email() == (200, {"state": "verified"})
    assert await me.verify_email() == (200, {"state": "verified"})
    assert site.metric("site_steps_total", step="email", result="done") == 1
    assert site.metric("site_steps_total", step="email", result="repeated") == 1


@pytest.mark.parametrize("token", ["", "x", "0" * 32 + ".1900000000." + "A" * 43])
async def test_a_link_that_the_site_has_not_written_is_refused(
    site: SiteInProcess, around: Around, token: str
) -> None:
    """The answer is 400, and nobody is verified."""
    me = Walker(site, around)
    await me.open()
    status, body = await me.post("/accounts/verify-email", token=token)
    assert (status, body["field"]) == (400, "token")
    assert (await me.log_in())[0] == 403
    assert site.metric("site_steps_total", step="email", result="invalid") == 1


async def test_a_link_is_too_old_after_a_day(site: SiteInProcess, around: Around) -> None:
    """Then another is asked for."""
    me = Walker(site, around)
    await me.open()
    token = me.link_token()
    site.clock.now_s += 86_401
    assert (await me.post("/accounts/verify-email", token=token))[0] == 400
    await me.post("/accounts/verify-email/resend", email=form(1)["email"])
    assert (await me.verify_email())[0] == 200


async def test_asking_for_another_email_tells_nothing(site: SiteInProcess, around: Around) -> None:
    """The answer is the same whether there is such an account, and whether it is verified."""
    me = Walker(site, around)
    await me.open()
    unverified = await me.post("/accounts/verify-email/resend", email=form(1)["email"])
    await me.verify_email()
    sent = len(around.post.sent)
    verified = await me.post("/accounts/verify-email/resend", email=form(1)["email"])
    nobody = await me.post("/accounts/verify-email/resend", email=form(2)["email"])
    assert unverified == verified == nobody == (202, {"inbox": ""})
    assert (sent, len(around.post.sent)) == (2, 2)
    assert site.metric("site_reminders_total") == 3


async def test_reading_the_link_alone_verifies_nobody(site: SiteInProcess, around: Around) -> None:
    """Programmes that look into e-mails follow every link."""
    me = Walker(site, around)
    await me.open()
    async with site.client.get("/accounts/verify-email", params={"token": me.link_token()}) as answer:
        assert answer.status == 200
        assert "Verifikasi surel saya" in await answer.text()
    assert (await me.log_in())[0] == 403
