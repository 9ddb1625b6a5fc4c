"""Progress over HTTP: how far one has got, and what comes next."""

from mock_site.outside.role import Answer
from mock_site.testing import SiteInProcess
from tests.mock_site.around import Around
from tests.mock_site.walker import Walker


async def test_progress_names_every_step_and_the_next(site: SiteInProcess, around: Around) -> None:
    """With the time of what is done."""
    me = Walker(site, around)
    await me.walk_to("profile")
    status, body = await me.get("/me")
    assert (status, body["next"], body["email"]) == (200, "profile", "budi1@warga.test")
    done = [(one["step"], one["at"]) for one in body["steps"] if one["done"]]
    assert done == [("email", site.clock.now_s), ("identity", site.clock.now_s)]
    assert [one["state"] for one in body["steps"]] == ["done"] * 2 + ["todo"] * 4


async def test_what_waits_for_a_neighbour_is_pending_and_not_done(
    site: SiteInProcess, around: Around
) -> None:
    """The next step cannot be taken yet."""
    me = Walker(site, around)
    await me.walk_to("identity")
    around.registry.answer = Answer.UNAVAILABLE
    await me.identity()
    _, body = await me.get("/me")
    assert (body["next"], body["steps"][1]["state"], body["steps"][1]["done"]) == (
        "identity",
        "pending",
        False,
    )
    assert await me.profile() == (403, {"error": "step-missing", "step": "identity"})


async def test_the_token_of_forms_is_the_sessions(site: SiteInProcess, around: Around) -> None:
    """A programme needs it for uploads."""
    me = Walker(site, around)
    await me.walk_to("identity")
    _, body = await me.get("/me")
    assert body["csrf"] == me.csrf
