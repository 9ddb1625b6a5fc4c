"""Claims about dry runs: each journey is walked once, and every mistake of its author is explained."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from siaga.errors import RefusedError, ScenarioError, UsageError
from siaga.record.walk_fact import Asked, Began, Ended, Fact, Paused, Reached, Saw, Took, Vowed
from siaga.scenario.override import Override
from siaga.stage.dry_run import DryRun, RollFacts
from siaga.stage.dry_runner import Manner, dry_run
from siaga.stage.request import Request
from siaga.stage.walks import Broken, Said
from tests.stage.walked_day import CODE, FILE, MISTAKEN, walked_day
from tests.stage.walked_site import WalkedSite, walked_site

SECRETS = ("S3cr3tS3ss10n", "4f1c0b7e9a33d2e8", "Zk9-secret-token-77", "abcdefgh1234", "Pw1-")


class Tried:
    """One dry run of the day of mistakes, and what was shown of it."""

    def __init__(self, run: DryRun, shown: list[Fact | Said | Broken], site: type[WalkedSite]) -> None:
        self.run, self.shown, self.site = run, shown, site

    def of(self, journey: str, kind: type[Any]) -> list[Any]:
        """Give the facts of a kind of one walk."""
        return [one for one in self.run.walks[journey] if isinstance(one, kind)]

    def problems(self, journey: str) -> list[str]:
        """Give what is wrong with one walk."""
        before = f"population {journey}: "
        return [one.removeprefix(before) for one in self.run.problems if one.startswith(before)]


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    """Try every journey once: a process takes seconds to start."""
    shown: list[Fact | Said | Broken] = []
    path = walked_day(tmp_path_factory.mktemp("day"))
    with walked_site() as (url, site):
        manner = Manner(within_s=1.5, most_requests=25)
        yield Tried(dry_run(_request(path, url), manner, shown.append), shown, site)


def test_every_journey_is_walked_once(tried: Tried) -> None:
    """Whatever became of the one before."""
    assert list(tried.run.walks) == [*MISTAKEN, "sound"]
    assert tried.run.broken == ""
    assert (tried.run.owned, tried.run.scenario.name) == (False, "walked-day")


def test_a_sound_journey_is_told_step_by_step(tried: Tried) -> None:
    """What was sent, what came, what was kept; nobody waited an hour, and the site was obeyed."""
    home, register, look = tried.of("sound", Asked)
    assert (home.step, home.method, home.path, home.status) == ("home", "GET", "/?token=***", 200)
    assert (home.cookies, home.reason, home.requests) == (("sid",), "", 1)
    assert register.carried.startswith('form {"csrf_token": ***, "email": ["')
    assert register.carried.endswith('"], "password": ***}')
    assert (register.ways, register.status, register.requests) == (("/registrations/2",), 200, 2)
    assert (look.expect, look.beside) == ((200, 201, 204, 304), False)
    think, asked = tried.of("sound", Paused)
    assert (think.why, think.slept_s, think.pause_s > 600) == ("think", 0, True)
    assert (asked.why, asked.slept_s, asked.pause_s) == ("asked", 1, 1)
    assert tried.of("sound", Took) == [Took(purpose="looks again", ratio=0.25, yes=True)]
    assert tried.of("sound", Reached) == [Reached(stage="registered", ratio=0.5, yes=True)]
    assert tried.of("sound", Saw) == [
        Saw(what="its row of feed vouchers:", shown="1"),
        Saw(what="remaining", shown="7"),
    ]
    (end,) = tried.of("sound", Ended)
    assert (end.how, end.person, end.offset_s > 600, end.took_s < 10) == ("whole", True, True, True)
    assert tried.problems("sound") == []


def test_a_promise_is_told_as_the_ledger_has_it_and_looked_up_on_the_roll(tried: Tried) -> None:
    """Once, with equal content."""
    (vow,) = tried.of("sound", Vowed)
    assert (vow.outcome, vow.receipt, vow.receipt_key, vow.names) == ("ok", "2", "number", ("number",))
    assert vow.why == "status 200: a success that names what was granted"
    assert tried.site.entries[1]["operation"] == vow.key
    found = {one.person: one for one in tried.run.roll.found}
    assert found[vow.person].text == f"person {vow.person} stands on the roll once, content equal"
    assert found["p-2"].text == "person p-2 was refused and is not on the roll"
    assert (found[vow.person].held, found["p-2"].held) == (True, True)


PROBLEMS = {
    "wrong-csrf": "step 'register' ended with status 403; it expects 200, 201, 204, 304",
    "no-form": (
        "the journey broke: answer of /plain with status 200: has no form of field 'email';"
        " its forms are: none"
    ),
    "wrong-status": "step 'plain' ended with status 200; it expects 202, 204",
    "cut-off": "step 'gone' has no answer: URL: the site closed the connection without an answer",
    "asking": (
        "the journey asks and asks: 25 requests were sent, at last for step 'plain'; a loop of the"
        " journey needs an end of its own, or a walk more with --most-requests"
    ),
    "busy": "the journey goes on and on: did not end within 1.5 s",
    "asleep": (
        "the journey goes on and on: did not end within 1.5 s; `me.wait` and `me.think` are shortened"
        " in a walk, other sleeping is not"
    ),
    "broken": (
        "the journey broke: answer of / with status 200: is no JSON (Expecting value: line 1 column 1"
        ' (char 0)), it begins with b\'<html><body><form action="/register" method="post">\\n<input t\';'
        " the journey expects JSON here"
    ),
    "hopeless": "the visitor went no further: no letter came",
}
LINES = {
    "wrong-csrf": 'me.post("/register", step="register", form=form)',
    "no-form": 'form_of(me.get("/plain", step="plain"), field="email")',
    "wrong-status": 'me.get("/plain", step="plain", expect={202, 204})',
    "cut-off": 'me.get("/gone", step="gone")',
    "asking": 'me.get("/plain", step="plain")',
    "busy": "while True:",
    "asleep": "time.sleep(3600)",
    "broken": 'me.get("/", step="home").json()["seats"]',
    "hopeless": 'raise JourneyEndedError("no letter came")',
}


@pytest.mark.parametrize("journey", list(PROBLEMS))
def test_a_mistake_is_told_with_its_place(tried: Tried, journey: str) -> None:
    """In one sentence, with the line of the journey that it is in."""
    line = LINES[journey]
    number = 1 + next(
        place for place, text in enumerate(CODE) if text.strip() == line and _inside(place) == journey
    )
    place = f" at {FILE}:{number} in {journey.replace('-', '_')}: {line}"
    (said,) = tried.problems(journey)
    assert said.replace(tried.run.host, "URL") == PROBLEMS[journey] + place


def _inside(place: int) -> str:
    """Give the journey in which a line stands."""
    before = [text for text in CODE[:place] if text.startswith("def ")]
    return before[-1].removeprefix("def ").partition("(")[0].replace("_", "-")


def test_a_promise_without_its_receipt_is_unknown_and_says_what_the_answer_has(tried: Tried) -> None:
    """And how it begins, without its secrets; the roll says the rest."""
    (vow,) = tried.of("no-receipt", Vowed)
    assert (vow.receipt, vow.receipt_key, vow.names) == ("", "ticket", ("seat", "session_token"))
    assert vow.body == '{"seat": "1", "session_token": ***}'
    assert tried.problems("no-receipt") == [f"the promise of step 'take' ended unknown: {vow.why}"]
    found = {one.person: one.text for one in tried.run.roll.found}
    assert found["p-1"] == (
        "person p-1 is not on the roll, after an answer of which nobody knows what it means"
    )


def test_a_row_that_is_not_about_an_answer_says_what_it_misses(tried: Tried) -> None:
    """Beside the row of the table that decided in its place; that it decided nothing is noted."""
    (vow,) = tried.of("no-row", Vowed)
    assert (vow.outcome, vow.why) == ("refused", "status 409: a refusal")
    assert vow.rows == ("outcomes.0: wants 'full' at error, the answer has 'sold out'",)
    assert tried.run.notes == [
        "1 of 4 promises were refused: status 409: a refusal",
        "new on the roll, of people to whom nothing was promised: 1",
        "outcomes.0 (No seat is left.) decided nothing in this walk",
    ]


def test_a_person_whom_the_roll_names_in_another_form_is_recognised(tried: Tried) -> None:
    """The audit compares letter by letter, and would call it lost."""
    assert tried.problems("other-form") == []
    (said,) = [one for one in tried.run.problems if one.startswith("roll:")]
    assert said == (
        "roll: person Somebody@X.test was acknowledged and is not on the roll in this form: the ledger"
        " names 'Somebody@X.test', the roll 'somebody@x.test'"
    )


def test_whoever_is_too_fast_makes_the_pause_that_was_left_out_and_asks_again(tried: Tried) -> None:
    """Once; a run would have made it before."""
    assert tried.problems("too-fast") == []
    assert [(one.step, one.status) for one in tried.of("too-fast", Asked)] == [
        ("plain", 200),
        ("patient", 429),
        ("patient", 200),
    ]
    assert [(one.why, one.slept_s) for one in tried.of("too-fast", Paused)] == [
        ("think", 0.0),
        ("soon", 0.2),
    ]


def test_what_a_journey_prints_comes_between_the_facts(tried: Tried) -> None:
    """A line without an end, too, and never in the middle of one."""
    place = tried.shown.index(Said(text="about to look"))
    before = [one for one in tried.shown[:place] if isinstance(one, Began)]
    assert before[-1].population == "broken"


def test_a_cap_that_would_end_the_run_is_told(tried: Tried) -> None:
    """As told from what the walks have sent."""
    assert [one.startswith("caps.bytes: ") for one in tried.run.problems][-1] is True


def test_no_secret_gets_out(tried: Tried) -> None:
    """Cookies, tokens of forms and answers, passwords, and what stands in the environment."""
    told = json.dumps(tried.run.as_json()) + repr(tried.shown)
    assert [one for one in SECRETS if one in told] == []


def _request(path: Path, url: str, **more: Any) -> Request:  # noqa: ANN401 - as the request takes it
    return Request(
        scenario=str(path), host=url, scale=1.0, environ={"TOKEN": "t0ken-of-the-roll"}, **more
    )


def test_a_site_that_does_not_answer_is_named(tmp_path: Path) -> None:
    """Before anybody walks."""
    with pytest.raises(UsageError, match=r"^host http://127.0.0.1:1: does not answer \("):
        dry_run(_request(walked_day(tmp_path), "http://127.0.0.1:1"), Manner(), print)


def test_a_fault_that_needs_a_site_of_siagas_own_is_refused_elsewhere(tmp_path: Path) -> None:
    """As a run of the day would be: before anybody walks."""
    put = Override.parse("faults=[{kind: kill, target: worker, at: 1 s}]")
    told = r"faults.0: kill of worker needs a site that siaga starts itself"
    with pytest.raises(ScenarioError, match=told):
        dry_run(_request(walked_day(tmp_path), "http://127.0.0.1:1", overrides=(put,)), Manner(), print)


def test_a_site_that_has_not_agreed_is_refused(tmp_path: Path) -> None:
    """As a run is: one visitor is somebody's load, too."""
    with pytest.raises(RefusedError, match="has not agreed to be loaded"):
        dry_run(_request(walked_day(tmp_path), "http://192.0.2.1:8080"), Manner(), print)


def test_a_proxy_that_has_not_agreed_is_refused(tmp_path: Path) -> None:
    """Nor is anybody loaded on the way."""
    proxy = Override.parse("traffic.proxy={url: 'http://192.0.2.1:3128'}")
    request = _request(walked_day(tmp_path), "http://127.0.0.1:1", overrides=(proxy,))
    with pytest.raises(
        RefusedError, match=r"traffic\.proxy: http://192\.0\.2\.1:3128 is not this machine"
    ):
        dry_run(request, Manner(), print)


def test_a_roll_that_cannot_be_read_is_a_problem_and_no_end(tmp_path: Path) -> None:
    """The journeys are walked all the same: whoever tries wants to know everything at once."""
    put = tuple(
        Override.parse(one)
        for one in (
            "feeds=[]",
            "site.roll.content=[nom]",
            "traffic.populations=[{name: everybody, journey: other-form}]",
        )
    )
    with walked_site() as (url, _site):
        run = dry_run(_request(walked_day(tmp_path), url, overrides=put), Manner(), lambda _fact: None)
    assert list(run.walks) == ["everybody"]
    assert run.problems[0] == (
        "roll: an entry has no column 'nom' for content; it has person, operation, seat, at, name"
        " (line 1)"
    )


def test_a_scenario_without_a_roll_says_that_nobody_could_look(tmp_path: Path) -> None:
    """It is no mistake: some sites have none."""
    put = tuple(
        Override.parse(one)
        for one in (
            "feeds=[]",
            "site.roll=null",
            "traffic.populations=[{name: everybody, journey: other-form}]",
        )
    )
    with walked_site() as (url, _site):
        run = dry_run(_request(walked_day(tmp_path), url, overrides=put), Manner(), lambda _fact: None)
    assert run.roll == RollFacts(configured=False)
    assert run.notes[0].startswith("the scenario has no roll (site.roll): ")


def test_a_stock_locust_file_has_nothing_to_walk() -> None:
    """It has no journeys, and is told what to do instead."""
    request = Request(scenario="stock-locust", environ={})
    with pytest.raises(UsageError, match=r"^--try: a stock Locust file has no journeys to walk; run it"):
        dry_run(request, Manner(), lambda _fact: None)
