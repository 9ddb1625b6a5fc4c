"""Claims about a worker whose scenario has abuse: its share of those who mean harm comes, too."""

import resource
import time
from collections.abc import Callable
from dataclasses import replace

import gevent
import pytest

from siaga.crowd.mob import Mob
from siaga.crowd.order import Order
from siaga.crowd.worker import Worker
from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder
from tests.crowd.hostile_site import HostileSite, Script, Talk, ok
from tests.crowd.ill_site import SURFACE
from tests.crowd.locust_run import LocustRun
from tests.crowd.waiting import until

ABUSE = "[{case: race-one-person, rate: 20/s, most: 4}]"


def _refuses(talk: Talk) -> None:
    while talk.hear():
        talk.say(ok(b"{}", status=b"409 Conflict"))


@pytest.fixture
def ordered(
    site: Callable[..., HostileSite],
    run: Callable[..., LocustRun],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., tuple[Worker, RunFolder]]:
    """Make a worker at a site that refuses everything; nobody else comes."""
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)

    def made(script: Script = _refuses, **changed: object) -> tuple[Worker, RunFolder]:
        url = site(script).url
        prepared = run(url, "pass", length="200 ms", rate="5/s")
        calm = prepared.folder.scenario.read_text(encoding="utf-8")
        folder = RunFolder(tmp_path_factory.mktemp("spool"))
        order = Order(
            folder=str(folder.path),
            token="t",
            scenario=calm.replace("abuse: []", f"abuse: {ABUSE}"),
            host=url,
            rank=0,
            workers=2,
            t0_s=time.time(),
            seed=3,
            epoch=5,
        )
        everything = replace(order, **changed)  # type: ignore[arg-type]
        worker = Worker(everything, folder, {"whole": lambda _me: None}, print, surface=SURFACE)
        return worker, folder

    return made


def test_a_worker_sends_its_share_of_those_who_mean_harm(
    ordered: Callable[..., tuple[Worker, RunFolder]],
) -> None:
    """Every second one of them, and none of what they do is a sample."""
    worker, folder = ordered()
    worker.play()
    tried = [fact for fact in whole_lines(folder.ledger(0)) if fact["e"] == "misdeed"]
    assert {fact["abuser"] for fact in tried} == {0, 2}
    assert {fact["status"] for fact in tried} == {409}
    tallies = list(whole_lines(folder.tallies(0)))
    assert sum(tally["sent"] for tally in tallies) == 0


def test_nobody_means_harm_where_only_some_visitors_come_again(
    ordered: Callable[..., tuple[Worker, RunFolder]],
) -> None:
    """A replay is of honest visitors."""
    worker, folder = ordered(only=(0,))
    worker.play()
    assert [fact for fact in whole_lines(folder.ledger(0)) if fact["e"] == "misdeed"] == []


def test_those_who_mean_harm_are_gone_when_the_run_is_stopped(
    ordered: Callable[..., tuple[Worker, RunFolder]],
) -> None:
    """Their connections are closed, and the ledger says that they could not go on."""
    here: list[Talk] = []
    gone: list[Talk] = []

    def silent(talk: Talk) -> None:
        talk.hear()
        here.append(talk)
        talk.wait()
        gone.append(talk)

    worker, folder = ordered(silent)
    playing = gevent.spawn(worker.play)
    until(lambda: gevent.sleep(0.01) or here)
    worker.stop()
    playing.get()
    until(lambda: len(gone) == len(here))
    whys = {fact["why"] for fact in whole_lines(folder.ledger(0)) if fact["e"] == "setback"}
    assert whys == {"cut off at the end of the run"}


def test_what_goes_wrong_with_sending_them_is_raised(
    ordered: Callable[..., tuple[Worker, RunFolder]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody would know else that they never came."""
    tried: list[Mob] = []

    def breaks(mob: Mob) -> None:
        tried.append(mob)
        raise RuntimeError("lost the way")

    monkeypatch.setattr(Mob, "send", breaks)
    worker, _folder = ordered()
    playing = gevent.spawn(worker.play)
    until(lambda: gevent.sleep(0.01) or tried)
    worker.stop()
    with pytest.raises(RuntimeError, match="lost the way"):
        playing.get()
