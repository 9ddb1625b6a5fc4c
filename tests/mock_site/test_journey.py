"""The whole journey, from opening an account to a seat, as a programme walks it."""

import random
from pathlib import Path

import pytest

from mock_site import keys
from mock_site.journey import documents_folder
from mock_site.journey_metrics import JourneyMetrics
from mock_site.settings import Settings
from mock_site.sweeper import GRADED_S, Sweeper
from mock_site.testing import SiteInProcess, form
from tests.mock_site.around import Around
from tests.mock_site.walker import Walker

STEPS = ["email", "identity", "profile", "documents", "phone", "assessment"]


def sweeper_of(site: SiteInProcess, around: Around) -> Sweeper:
    """Give a sweeper of the site, to sweep when the test wants it to."""
    metrics: JourneyMetrics = site.client.app[keys.METRICS].journey
    dice = random.Random(1)  # noqa: S311 - spreads sweeps, no secret
    return Sweeper(
        site.store, around.registry, around.evaluator, metrics, site.clock, dice, timer=site.clock
    )


async def test_a_person_walks_from_the_first_page_to_a_seat(site: SiteInProcess, around: Around) -> None:
    """Every step is answered as documented, and only with all of them done is there a seat."""
    me = Walker(site, around)
    status, body = await me.open()
    assert (status, body.keys()) == (201, {"account_id", "inbox"})
    account_id = body["account_id"]
    assert await me.log_in() == (403, {"error": "step-missing", "step": "email"})
    assert await me.verify_email() == (200, {"state": "verified"})
    status, body = await me.log_in()
    assert (status, body["account_id"]) == (200, account_id)
    assert [one["step"] for one in body["steps"]] == STEPS
    assert await me.identity() == (200, {"state": "verified"})
    assert await me.profile() == (200, {"version": 1})
    status, body = await me.document("ktp")
    assert (status, body["kind"], len(body["digest"]), body["bytes"]) == (201, "ktp", 64, 27)
    assert (await me.document("selfie"))[0] == 201
    assert await me.phone() == (202, {"expires_in": 300.0, "inbox": ""})
    assert await me.verify_phone() == (200, {"state": "verified"})
    status, body = await me.start()
    assert (status, len(body["questions"]), body["ends_in"]) == (201, 10, 900.0)
    status, joined, _ = await site.join(me.session, "too-early")
    assert (status, joined) == (403, {"error": "step-missing", "step": "assessment"})
    assert await me.hand_in(body["questions"]) == (202, {"state": "pending"})
    assert await me.get("/assessment") == (200, {"state": "pending"})
    assert me.headers["Retry-After"] == "12"
    around.evaluator.score = 0.9
    site.clock.now_s += 1
    sweeper = sweeper_of(site, around)
    await sweeper.grade_assessments()
    site.clock.now_s += GRADED_S
    await sweeper.grade_assessments()
    assert await me.get("/assessment") == (200, {"state": "passed"})
    status, joined, _ = await site.join(me.session, "k")
    assert (status, joined["person"], joined["seat"]) == (201, form(1)["nik"], 1)
    status, body = await me.get("/me")
    assert (status, body["next"]) == (200, "join")
    assert all(one["done"] for one in body["steps"])


async def test_no_step_can_be_skipped(site: SiteInProcess, around: Around) -> None:
    """Every step asked for too early is 403, and names the first that is missing."""
    me = Walker(site, around)
    await me.walk_to("identity")
    missing = (403, {"error": "step-missing", "step": "identity"})
    assert await me.profile() == missing
    assert await me.document("ktp") == missing
    assert await me.phone() == missing
    assert await me.verify_phone("123456") == missing
    assert await me.start() == missing
    assert await me.hand_in([]) == missing
    assert [(await me.get(path))[0] for path in ("/profile", "/phone", "/assessment")] == [403] * 3


async def test_without_a_session_no_step_is_answered(site: SiteInProcess, around: Around) -> None:
    """All of them are 401, and say how one gets in."""
    me = Walker(site, around)
    for status, body in (
        await me.identity(),
        await me.profile(),
        await me.document("ktp"),
        await me.phone(),
        await me.start(),
        await me.get("/me"),
    ):
        assert (status, body) == (401, {"error": "no-session"})
        assert me.headers["WWW-Authenticate"] == 'Session realm="site"'


@pytest.mark.parametrize(
    ("store", "documents", "folder"),
    [
        ("sqlite:////data/site.db", "", "/data/documents"),
        ("sqlite:////data/site.db", "/pictures", "/pictures"),
        ("postgresql://host/site", "/pictures", "/pictures"),
    ],
)
def test_pictures_are_kept_beside_the_store_or_where_told(
    store: str, documents: str, folder: str
) -> None:
    """A file has a folder that they can be beside."""
    assert documents_folder(Settings(store=store, documents=documents)) == Path(folder)


def test_pictures_of_a_store_without_a_folder_are_kept_apart() -> None:
    """Nothing is kept in whatever folder the site was started in."""
    folder = documents_folder(Settings(store="postgresql://host/site"))
    assert (folder.is_absolute(), folder.name) == (True, "mock_site-documents")
