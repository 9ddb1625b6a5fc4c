"""The whole journey, as a person reads it, with forms and without JavaScript."""

import re

import pytest

from mock_site import keys
from mock_site.outside.role import Answer
from mock_site.sweeper import GRADED_S
from mock_site.testing import SiteInProcess, form, picture
from tests.mock_site.around import Around
from tests.mock_site.reader import Reader
from tests.mock_site.test_sweeper import sweeper_of

PERSON = form(1)
SAID = {name: PERSON[name] for name in ("email", "password")}
IDENTITY = {name: PERSON[name] for name in ("nik", "kk", "name", "birth_date")}


def link(site: SiteInProcess, around: Around) -> str:
    """Give the link in the last e-mail."""
    message = around.post.last(PERSON["email"])
    token = site.client.app[keys.EMAIL_LINKS].token(message.account_id, message.at_s)
    return f"/accounts/verify-email?token={token}"


async def logged_in(site: SiteInProcess, around: Around) -> Reader:
    """Give somebody who has opened an account and logged in."""
    me = Reader(site)
    await me.go("/accounts")
    await me.submit("/accounts", **SAID)
    assert me.path.startswith("/accounts/verify-email/resend?to=")
    await me.go(link(site, around))
    await me.submit("/accounts/verify-email")
    assert "Surel terverifikasi" in me.text
    await me.go("/sessions")
    await me.submit("/sessions", **SAID)
    assert (me.status, me.path) == (200, "/me")
    return me


async def test_a_person_gets_from_the_home_page_to_a_seat(site: SiteInProcess, around: Around) -> None:
    """Every form leads to the next page, and the last one shows the seat."""
    me = await logged_in(site, around)
    assert "1 dari 6 langkah selesai" in me.text
    await me.go("/identity")
    await me.submit("/identity", **IDENTITY)
    await me.go("/profile")
    profile = {"address": "Jalan Melati 5", "region": "97"}
    await me.submit("/profile", **profile, education="diploma", employment="seeking")
    await me.go("/documents")
    await me.upload("ktp", picture("ktp"))
    assert me.path == "/documents"
    await me.upload("selfie", picture("selfie"))
    await me.go("/phone")
    await me.submit("/phone", phone=PERSON["phone"])
    await me.submit("/phone/verify", code=around.post.last(PERSON["phone"]).body)
    assert (me.path, "5 dari 6" in me.text) == ("/me", True)
    await me.go("/assessment")
    await me.submit("/assessment/start")
    questions = re.findall(r'name="(q\d+)" value="a"', me.text)
    assert len(questions) == 10
    await me.submit("/assessment/answers", **dict.fromkeys(questions, "a"))
    assert "sedang dinilai" in me.text
    assert 'http-equiv="refresh"' in me.text
    site.clock.now_s += 1
    around.evaluator.score = 1.0
    sweeper = sweeper_of(site, around)
    await sweeper.grade_assessments()
    site.clock.now_s += GRADED_S
    await sweeper.grade_assessments()
    await me.go("/waves/1/join")
    await me.submit("/waves/1/join")
    assert (me.status, "Terdaftar" in me.text) == (200, True)
    assert re.fullmatch(r"/registrations/[0-9a-f]{32}", me.path)
    shown = me.path
    await me.go("/waves/1/join")
    assert me.path == shown
    await me.go("/registrations")
    assert f'href="{shown}"' in me.text
    await me.go("/me")
    assert "Anda sudah terdaftar" in me.text


async def test_a_form_that_is_sent_twice_joins_once(site: SiteInProcess) -> None:
    """Its key is in it, so that a double click is one wish."""
    me = Reader(site)
    session = await site.open_account(1)
    me.cookies["session"] = session["Cookie"].removeprefix("session=")
    await me.go("/waves/1/join")
    page = me.page
    await me.submit("/waves/1/join")
    first, me.page = me.path, page
    await me.submit("/waves/1/join")
    assert me.path == first
    assert site.metric("site_joins_total", result="replayed") == 1


async def test_what_is_wrong_is_shown_at_its_field_and_at_the_top(
    site: SiteInProcess, around: Around
) -> None:
    """With a link from the one to the other, in words, and with everything else kept."""
    me = await logged_in(site, around)
    await me.go("/identity")
    await me.submit("/identity", **{**IDENTITY, "nik": "12", "kk": "9701013213900001"})
    assert me.status == 400
    assert "<title>Galat: Data diri" in me.text
    assert {"#nik", "#kk"} <= set(me.page.links)
    assert {"nik", "kk", "nik-wrong", "kk-wrong"} <= me.page.ids
    assert "harus 16 angka" in me.text
    assert "bukan nomor yang benar" in me.text
    assert 'aria-describedby="nik-hint nik-wrong"' in me.text
    assert me.page.forms[-1].fields["name"] == IDENTITY["name"]


async def test_what_is_filled_in_is_shown_as_text(site: SiteInProcess, around: Around) -> None:
    """Nothing of it becomes part of the page."""
    me = await logged_in(site, around)
    await me.go("/identity")
    evil = "\"><script>alert('x')</script>"
    await me.submit("/identity", **{**IDENTITY, "nik": "1", "name": evil})
    assert "<script" not in me.text
    assert me.page.forms[-1].fields["name"] == evil


async def test_a_password_is_never_shown_again(site: SiteInProcess) -> None:
    """The e-mail is."""
    me = Reader(site)
    await me.go("/accounts")
    await me.submit("/accounts", email="budi", password="tiga kata sandi")
    assert (me.status, "tiga kata" in me.text) == (400, False)
    assert me.page.forms[-1].fields["email"] == "budi"


async def test_a_registry_that_says_no_is_told_in_words(site: SiteInProcess, around: Around) -> None:
    """The form is there again, as it was."""
    me = await logged_in(site, around)
    around.registry.answer = Answer.MISMATCH
    await me.go("/identity")
    await me.submit("/identity", **IDENTITY)
    assert (me.status, "tidak cocok dengan catatan kependudukan" in me.text) == (422, True)
    assert me.page.forms[-1].fields["nik"] == IDENTITY["nik"]


async def test_a_registry_that_cannot_say_leaves_the_person_waiting(
    site: SiteInProcess, around: Around
) -> None:
    """The page reloads itself, and nobody has to send anything again."""
    me = await logged_in(site, around)
    around.registry.answer = Answer.UNAVAILABLE
    await me.go("/identity")
    await me.submit("/identity", **IDENTITY)
    assert me.path == "/me"
    assert "Diperiksa" in me.text
    assert '<meta http-equiv="refresh" content="5">' in me.text
    await me.go("/identity")
    assert "sibuk" in me.text


async def test_a_form_without_its_token_is_shown_anew_with_one(site: SiteInProcess) -> None:
    """The answer is 403, and sending it once more works."""
    me = Reader(site)
    await me.go("/accounts")
    await me.submit("/accounts", **SAID, csrf="x")
    assert (me.status, "Formulir sudah kedaluwarsa" in me.text) == (403, True)
    assert site.metric("site_accounts_total", result="created") == 0
    await me.submit("/accounts", **SAID)
    assert me.status == 200
    assert site.metric("site_accounts_total", result="created") == 1


async def test_a_token_of_another_browser_is_none(site: SiteInProcess) -> None:
    """It was shown to somebody else."""
    me, other = Reader(site), Reader(site)
    await me.go("/accounts")
    await other.go("/accounts")
    token = other.page.forms[-1].fields["csrf"]
    await me.submit("/accounts", **SAID, csrf=token)
    assert me.status == 403


async def test_who_is_not_logged_in_is_led_to_the_log_in(site: SiteInProcess) -> None:
    """From every page of the journey."""
    me = Reader(site)
    for path in (
        "/me",
        "/identity",
        "/profile",
        "/documents",
        "/phone",
        "/assessment",
        "/registrations",
    ):
        await me.go(path)
        assert (me.status, me.path) == (200, "/sessions")


async def test_who_is_logged_in_need_not_log_in(site: SiteInProcess, around: Around) -> None:
    """The page leads on to the account, in the language that was asked for."""
    me = await logged_in(site, around)
    await me.go("/sessions?lang=en")
    assert (me.path, "Your progress" in me.text) == ("/me?lang=en", True)


async def test_a_step_too_early_leads_to_the_one_that_is_missing(
    site: SiteInProcess, around: Around
) -> None:
    """The page says which, and has a button."""
    me = await logged_in(site, around)
    await me.go("/phone")
    assert (me.status, "Selesaikan dulu langkah ini: Data diri" in me.text) == (403, True)
    assert "/identity" in me.page.links


async def test_logging_out_ends_the_session(site: SiteInProcess, around: Around) -> None:
    """The browser forgets it, and the menu says so."""
    me = await logged_in(site, around)
    await me.submit("/sessions/end")
    assert (me.path, me.cookies["session"]) == ("/", "")
    await me.go("/me")
    assert me.path == "/sessions"


async def test_a_language_is_kept_from_page_to_page(site: SiteInProcess) -> None:
    """Once asked for, it is the visitor's."""
    me = Reader(site)
    await me.go("/accounts?lang=en")
    assert ("Open an account" in me.text, me.cookies["lang"]) == (True, "en")
    await me.go("/sessions")
    assert 'lang="en"' in me.text
    await me.submit("/sessions", email="x", password="y")
    assert "is not an e-mail address" in me.text
    await me.go("/sessions?lang=id")
    assert "Masuk" in me.text


PAGES = ["/accounts", "/accounts/verify-email?token=x", "/accounts/verify-email/resend", "/sessions"]
STEP_PAGES = ["/me", "/identity"]


@pytest.mark.parametrize("language", ["id", "en"])
async def test_every_page_can_be_used_with_a_keyboard_and_a_reader(
    site: SiteInProcess, around: Around, language: str
) -> None:
    """One heading, a way past the menu, a label for every field, and no script."""
    me = await logged_in(site, around)
    for path in ["/", "/announcements", *PAGES, *STEP_PAGES]:
        await me.go(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert me.status == 200, path
        assert me.text.count("<h1") == 1, path
        assert "#content" in me.page.links, path
        assert "content" in me.page.ids, path
        assert me.page.unlabelled <= me.page.labelled, path
        assert "<script" not in me.text, path
        assert f'<html lang="{language}">' in me.text


async def test_no_personal_page_is_kept_by_anybody(site: SiteInProcess, around: Around) -> None:
    """Neither by the browser nor on the way to it."""
    me = await logged_in(site, around)
    for path in ("/me", "/identity", "/accounts", "/nowhere"):
        await me.go(path)
        assert me.headers["Cache-Control"] == "no-store", path
