"""Claims about the attacks: each tries its case, and tells a good site from a bad one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from siaga.abuse.catalogue import CASES
from siaga.crowd.attacks.catalogue import ATTACKS
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.surface import Surface
from siaga.judge.ill_answers import judge_answers
from siaga.scenario.abuse import PEOPLE_EACH
from tests.crowd.ill_site import SURFACE, IllSite, Reply

Answering = Callable[[int, Mapping[str, Any]], Reply]


def _always(status: int, **body: object) -> Answering:
    return lambda _n, _options: (status, body)


def _at_first(many: int, status: int, then: int, **body: object) -> Answering:
    return lambda n, _options: (status if n < many else then, body)


def _unless_changed(_n: int, options: Mapping[str, Any]) -> Reply:
    return (422 if options["json"] else 201), {"id": "r1"}


def _guessed_at(n: int, _options: Mapping[str, Any]) -> Reply:
    """Take ten wrong passwords, let the owner in, and take fifty of the crowd."""
    return GUESSED_AT[n], {}


def _telling(n: int, _options: Mapping[str, Any]) -> Reply:
    return 401, {"error": "wrong password" if n < 2 else "no such account"}


GUESSED_AT = (*[401] * 10, *[429] * 36, 200, 200, *[401] * 50, *[429] * 70, 200)
"""Forty tries and three with the right password behind a wrong one, the owner, a crowd, the owner."""

OWNERS = [n for n, status in enumerate(GUESSED_AT) if status == 200]
LETTING_IN = {"/queue": _always(200, ahead=50), "/join": _always(201, id="r1")}
"""What is so at good sites and at bad ones, where a case does not say otherwise."""

SITES: Mapping[str, tuple[Mapping[str, Answering], Mapping[str, Answering]]] = {
    "race-one-person": ({"/join": _at_first(1, 201, 409)}, {"/join": _always(201)}),
    "race-last-seats": ({"/join": _at_first(6, 201, 409)}, {"/join": _always(500)}),
    "one-person-many-accounts": ({"/identity": _at_first(1, 200, 409)}, {"/identity": _always(200)}),
    "many-people-one-account": ({"/identity": _always(409)}, {"/identity": _always(500)}),
    "key-other-payload": ({"/join": _unless_changed}, {"/join": _always(201, id="r1")}),
    "key-of-another": (
        {"/join": _at_first(1, 201, 403)},
        {"/join": lambda n, _options: (201 if n == 0 else 409, {"id": "r1"})},
    ),
    "step-skip": (
        {"/join": _always(403), "/phone": _always(403), "/test": _always(403)},
        {"/join": _always(201), "/phone": _always(403), "/test": _always(403)},
    ),
    "too-fast": ({"/answers": _always(429)}, {"/answers": _always(202)}),
    "queue-forged": ({"/behind": _always(403)}, {"/behind": _always(200)}),
    "queue-shared": ({"/private": _at_first(1, 200, 403)}, {"/private": _always(200)}),
    "mail-flood": ({"/letters": _always(200, letters=4)}, {"/letters": _always(200, letters=21)}),
    "session-after-logout": ({"/own": _at_first(1, 200, 401)}, {"/own": _always(200)}),
    "session-forged": ({"/private": _always(401)}, {"/private": _always(200)}),
    "code-guessing": ({"/code": _at_first(5, 400, 429)}, {"/code": _always(400)}),
    "code-of-another": ({"/code": _always(400)}, {"/code": _always(200)}),
    "code-replay": ({"/code": _at_first(1, 200, 409)}, {"/code": _always(200)}),
    "code-flood": ({"/phone": _at_first(3, 202, 429)}, {"/phone": _always(202)}),
    "password-guessing": ({"/log-in": _guessed_at}, {"/log-in": _always(401)}),
    "forged-forwarding": ({"/log-in": _at_first(10, 401, 429)}, {"/log-in": _always(401)}),
    "credential-stuffing": ({"/log-in": _always(401)}, {"/log-in": _telling}),
    "ids-guessed": ({"/registration": _always(404)}, {"/registration": _always(200)}),
    "cross-site": ({"/join-form": _always(403)}, {"/join-form": _always(201)}),
    "mass-accounts": (
        {"/account": _always(201), "/log-in": _always(403)},
        {"/account": _always(201), "/log-in": _always(200)},
    ),
    "hold-and-abandon": ({"/look": _always(200)}, {"/look": _always(200, state="admitted")}),
    "sniping": ({"/join": _at_first(1, 201, 403)}, {"/join": _always(201)}),
    "large-bodies": ({"/account": _always(413)}, {"/account": _always(201)}),
    "odd-json": ({"/account": _always(400)}, {"/account": _always(201)}),
    "long-texts": ({"/account": _always(422)}, {"/account": _always(201)}),
    "look-alikes": (
        {"/account": _always(201), "/log-in": _always(401), "/identity": _at_first(1, 200, 409)},
        {"/account": _always(201), "/log-in": _always(200), "/identity": _always(200)},
    ),
    "wrong-kind": ({"/account": _at_first(4, 415, 405)}, {"/account": _always(201)}),
    "injection": (
        {"/identity": _always(400)},
        {"/private": _always(200, name="<script>/*siaga-mark*/</script>")},
    ),
    "odd-files": (
        {"/upload": _always(415)},
        {"/upload": _always(415), "/uploads": _always(200, many=1)},
    ),
}
"""A good site and a bad one for each case."""

UNTRIED: Mapping[str, Mapping[str, Answering]] = {
    "race-one-person": {"/join": _always(409)},
    "race-last-seats": {"/join": _always(403)},
    "one-person-many-accounts": {"/identity": _always(409)},
    "many-people-one-account": {"/identity": _always(409), "/join": _always(409)},
    "key-other-payload": {"/join": _always(403)},
    "key-of-another": {"/join": _always(403)},
    "step-skip": {name: _always(429) for name in ("/join", "/phone", "/test")},
    "queue-forged": {"/behind": _always(503)},
    "queue-shared": {"/private": _at_first(1, 200, 503)},
    "session-forged": {"/private": _always(429)},
    "code-guessing": {"/code": _always(429)},
    "code-of-another": {"/code": _always(429)},
    "code-replay": {"/code": _always(400)},
    "code-flood": {"/phone": _always(429)},
    "password-guessing": {"/log-in": lambda n, _options: (200 if n in OWNERS else 429, {})},
    "forged-forwarding": {"/log-in": _always(429)},
    "credential-stuffing": {"/log-in": _always(429)},
    "ids-guessed": {"/registration": _always(429)},
    "cross-site": {"/join-form": _always(403), "/join": _always(409)},
    "mass-accounts": {"/account": _always(503), "/log-in": _always(401)},
    "hold-and-abandon": {"/look": _always(503)},
    "sniping": {"/join": _always(409)},
    "large-bodies": {"/account": _always(503)},
    "odd-json": {"/account": _always(429)},
    "long-texts": {"/account": _always(429)},
    "look-alikes": {
        "/account": _always(503),
        "/log-in": _always(401),
        "/identity": _at_first(1, 200, 409),
    },
    "wrong-kind": {"/account": _always(429)},
    "injection": {"/identity": _always(503), "/private": _always(503)},
    "odd-files": {"/upload": _always(503)},
}
"""Sites on which each case comes to nothing, whatever they are: there was no seat, or no time for it."""

RAW = frozenset(CASES) - frozenset(SITES)
"""Cases that no table of answers can meet: they speak to sockets."""


def test_every_case_has_an_attack_and_every_attack_a_case() -> None:
    """Whatever a scenario may name can be tried."""
    assert set(ATTACKS) == set(CASES)


def test_every_case_that_needs_a_surface_is_tried_below() -> None:
    """So that none is left out; those that need no browser have tests of their own."""
    assert {name for name in RAW if CASES[name].needs} == {
        "slow-bodies",
        "endless-uploads",
        "disguised-flood",
    }


def _judged(path: Path, case: str, table: Mapping[str, Answering], monkeypatch: Any) -> str:  # noqa: ANN401
    site = IllSite(path, {**LETTING_IN, **table})
    monkeypatch.setattr("siaga.crowd.world.gevent.sleep", site.pass_by)
    known = {name: getattr(SURFACE, name) for name in CASES[case].needs}
    ATTACKS[case](site.abuser(case, surface=Surface(**known)))
    tried = site.tried()
    assert {one.probe for one in tried} == set(CASES[case].answers)
    return judge_answers(CASES[case], tried, ()).state


@pytest.mark.parametrize("case", SITES)
def test_an_attack_makes_every_probe_of_its_case_and_finds_a_good_site_good(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the answers that the case allows; it knows no more of the site than the case says it needs."""
    assert _judged(tmp_path, case, SITES[case][0], monkeypatch) == "met"


@pytest.mark.parametrize("case", UNTRIED)
def test_an_attack_that_came_to_nothing_shows_nothing(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site that never got to what the case is about has not withstood it."""
    assert _judged(tmp_path, case, UNTRIED[case], monkeypatch) == "unknown"


@pytest.mark.parametrize("case", SITES)
def test_no_secret_of_those_who_mean_harm_is_written_down(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither passwords nor cookies nor codes, whatever the site says of them."""
    given = {"codes": ["codeless-secret"], "id": "r1", "ahead": 50}
    site = IllSite(tmp_path, {name: _always(200, **given) for name in ("/phone", "/queue", "/join")})
    monkeypatch.setattr("siaga.crowd.world.gevent.sleep", site.pass_by)
    me = site.abuser(case)
    ATTACKS[case](me)
    secrets = {"codeless-secret", "0123456789abcdef", '"mine"'} | {
        me.person(n).password for n in range(PEOPLE_EACH)
    }
    written = (tmp_path / "ledger.jsonl").read_text(encoding="utf-8")
    assert site.tried()
    assert [one for one in secrets if one in written] == []


def test_three_cases_alone_are_withstood_by_being_turned_away() -> None:
    """Whoever is too quick, opens accounts by the dozen, or guesses, is told to wait by a good site."""
    probes = [(name, one) for name, case in CASES.items() for one in case.answers.values()]
    assert {name for name, one in probes if 429 in one.statuses - one.idle and not one.closed} == {
        "too-fast",
        "mass-accounts",
        "password-guessing",
    }


def test_a_turn_that_nobody_was_given_cannot_be_shared(tmp_path: Path) -> None:
    """Where there is no waiting room others get in by themselves, and that is no finding."""
    site = IllSite(tmp_path, LETTING_IN)
    surface = replace(SURFACE, pass_cookies=("ticket",))
    with pytest.raises(JourneyEndedError, match="nobody was given a turn that could be shared"):
        ATTACKS["queue-shared"](site.abuser("queue-shared", surface=surface))
    assert not site.tried()


@pytest.mark.parametrize("case", SITES)
def test_an_attack_finds_a_bad_site_bad(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each by what the case is about."""
    assert _judged(tmp_path, case, SITES[case][1], monkeypatch) == "broken"
