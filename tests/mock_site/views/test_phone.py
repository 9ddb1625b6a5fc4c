"""Phone over HTTP: codes are few, short-lived, bound to account and phone, and good once."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.testing import SiteInProcess, form
from mock_site.trust.session import LIFETIME_S
from tests.mock_site.around import Around
from tests.mock_site.walker import Walker

Make = Callable[..., Awaitable[SiteInProcess]]


async def at_phone(site: SiteInProcess, around: Around, number: int = 1) -> Walker:
    """Give somebody who may name their phone."""
    me = Walker(site, around, number)
    await me.walk_to("phone")
    return me


async def test_a_code_is_sent_and_given_back(site: SiteInProcess, around: Around) -> None:
    """Six digits, by SMS, to the phone in its one spelling."""
    me = await at_phone(site, around)
    assert await me.get("/phone") == (200, {"state": "none", "phone": None})
    written = form(1)["phone"].replace("+62", "0")
    assert await me.phone(phone=written) == (202, {"expires_in": 300.0, "inbox": ""})
    assert await me.get("/phone") == (200, {"state": "sent", "phone": form(1)["phone"]})
    assert len(me.code()) == 6
    assert await me.verify_phone() == (200, {"state": "verified"})
    assert await me.get("/phone") == (200, {"state": "verified", "phone": form(1)["phone"]})
    assert site.metric("site_otp_requested_total") == 1


async def test_a_code_is_good_once(site: SiteInProcess, around: Around) -> None:
    """A replay is 409, and of two at once one succeeds."""
    me = await at_phone(site, around)
    await me.phone()
    code = me.code()
    answers = await asyncio.gather(me.verify_phone(code), me.verify_phone(code))
    assert sorted(status for status, _ in answers) == [200, 409]
    assert await me.verify_phone(code) == (409, {"error": "already-verified"})
    assert await me.phone() == (409, {"error": "already-verified"})


async def test_five_wrong_codes_are_the_last(site: SiteInProcess, around: Around) -> None:
    """Then even the right one is refused, until another is asked for."""
    me = await at_phone(site, around)
    await me.phone()
    right = me.code()
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(5):
        assert await me.verify_phone(wrong) == (400, {"error": "wrong-code"})
        assert "X-Not-Processed" not in me.headers
    assert await me.verify_phone(right) == (429, {"error": "too-many"})
    assert me.headers["Retry-After"] == "600"
    await me.phone()
    assert (await me.verify_phone())[0] == 200


async def test_a_code_is_too_old_after_five_minutes(site: SiteInProcess, around: Around) -> None:
    """The answer is 410."""
    me = await at_phone(site, around)
    await me.phone()
    site.clock.now_s += 300
    assert await me.verify_phone() == (410, {"error": "expired-code"})


async def test_a_code_before_it_was_asked_for_is_none(site: SiteInProcess, around: Around) -> None:
    """Nobody can guess ahead."""
    me = await at_phone(site, around)
    assert await me.verify_phone("123456") == (410, {"error": "expired-code"})


async def test_three_codes_in_ten_minutes_are_enough(site: SiteInProcess, around: Around) -> None:
    """Every one costs the site money."""
    me = await at_phone(site, around)
    assert [(await me.phone())[0] for _ in range(4)] == [202, 202, 202, 429]
    assert me.headers["Retry-After"] == "600"
    site.clock.now_s += 601
    assert (await me.phone())[0] == 202
    assert site.metric("site_steps_total", step="phone", result="too_many") == 1


@pytest.mark.parametrize(
    ("layers", "statuses", "answer"),
    [
        (Layers(without=frozenset({Layer.WAITING_ROOM})), [202, 202, 202, 429], 200),
        (Layers(without=frozenset({Layer.WAITING_ROOM, Layer.CODES})), [202] * 4, 400),
        (Layers(profile=Profile.NAIVE, without=frozenset({Layer.WAITING_ROOM})), [202] * 4, 400),
    ],
)
async def test_only_hardened_codes_are_few_and_stay_good(
    make_site: Make, around: Around, layers: Layers, statuses: list[int], answer: int
) -> None:
    """Otherwise the code of a late letter is wrong, and each asking costs another."""
    me = await at_phone(await make_site(around=around, layers=layers), around)
    assert (await me.phone())[0] == statuses[0]
    first = me.code()
    assert [(await me.phone())[0] for _ in range(3)] == statuses[1:]
    assert me.code() != first
    assert (await me.verify_phone(first))[0] == answer


async def test_a_step_after_the_session_is_counted_as_one_without(
    site: SiteInProcess, around: Around
) -> None:
    """Nothing that was sent is at fault."""
    me = await at_phone(site, around)
    site.clock.now_s += LIFETIME_S
    assert (await me.phone())[0] == 401
    assert site.metric("site_steps_total", step="phone", result="no_session") == 1
    assert site.metric("site_steps_total", step="phone", result="invalid") == 0


async def test_the_code_of_another_account_is_wrong(site: SiteInProcess, around: Around) -> None:
    """A code is bound to who asked for it."""
    me, other = await at_phone(site, around, 1), await at_phone(site, around, 2)
    await me.phone()
    await other.phone()
    if me.code() != other.code():
        assert await me.verify_phone(other.code()) == (400, {"error": "wrong-code"})


async def test_a_phone_has_one_account(site: SiteInProcess, around: Around) -> None:
    """Once it is verified, nobody else gets a code to it."""
    me, other = await at_phone(site, around, 1), await at_phone(site, around, 2)
    await me.phone()
    await me.verify_phone()
    assert await other.phone(phone=form(1)["phone"]) == (409, {"error": "phone-taken"})


async def test_what_is_no_phone_is_refused(site: SiteInProcess, around: Around) -> None:
    """Before it costs anything."""
    me = await at_phone(site, around)
    status, body = await me.phone(phone="12")
    assert (status, body["field"]) == (400, "phone")
    assert site.metric("site_otp_requested_total") == 0


async def test_naive_codes_may_be_guessed_for_ever(make_site: Make, around: Around) -> None:
    """Hardened, five wrong ones are the last."""
    layers = Layers(profile=Profile.NAIVE, without=frozenset({Layer.WAITING_ROOM}))
    me = await at_phone(await make_site(around=around, layers=layers), around)
    await me.phone()
    wrong = f"{(int(me.code()) + 1) % 10**6:06}"
    assert {(await me.verify_phone(wrong))[0] for _ in range(12)} == {400}
    assert await me.verify_phone() == (200, {"state": "verified"})
