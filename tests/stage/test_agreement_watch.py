"""Claims about the watch on the agreement: a target that takes it back is left alone."""

from collections.abc import Callable

import pytest

from siaga.errors import UsageError
from siaga.sender import Sender
from siaga.stage import examination
from siaga.stage.agreement_watch import AgreementWatch
from siaga.stage.examination import Examination, QuestionError, Step
from tests.stage.agreeing_target import KEY, NAME, body


class Target:
    """A target whose mind a test makes up; and a clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        good = Step(name="connect", good=True, text="")
        monkeypatch.setattr(examination, "_connected", lambda *_: good)
        self.answer: Callable[[str], bytes] = body
        self.leads_to = ["127.0.0.1"]
        self.now_s, self.asked = 100.0, 0
        asked = Examination(
            url="http://x", host=NAME, port=1, addresses=("127.0.0.1",), key=KEY, ask=self.ask
        )
        self.watch = AgreementWatch(asked, lambda: self.now_s, self.resolve)

    def ask(self, _url: str, _sender: Sender, nonce: str) -> bytes:
        """Answer the question."""
        self.asked += 1
        return self.answer(nonce)

    def resolve(self, _host: str, _port: int) -> list[str]:
        """Say where the name leads."""
        if not self.leads_to:
            raise UsageError("nobody knows it")
        return self.leads_to

    def after(self, pause_s: float) -> str:
        """Look after so many seconds."""
        self.now_s += pause_s
        return self.watch.look()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Target:
    """A target that agrees."""
    return Target(monkeypatch)


def silent(_nonce: str) -> bytes:
    """Give no answer."""
    raise QuestionError("there is no whole answer within 5 s")


def test_a_target_that_asks_for_a_stop_gets_it_at_the_next_question(at: Target) -> None:
    """It is asked every other second."""
    assert [at.after(pause_s) for pause_s in (0.0, 1.0, 1.0, 1.0)] == [""] * 4
    assert at.asked == 2
    at.answer = lambda nonce: body(nonce, stop=True)
    assert at.after(1.0) == "the target does not agree any more: it asks for no load"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda nonce: body(nonce, env="production"), "it is production"),
        (lambda _nonce: body("f" * 32), "another question"),
    ],
)
def test_a_target_that_is_another_now_is_left_alone_at_once(
    at: Target, answer: Callable[[str], bytes], why: str
) -> None:
    """No patience is needed there."""
    at.answer = answer
    assert why in at.after(2.0)


def test_a_target_that_is_too_busy_to_answer_may_be_so_for_a_while(at: Target) -> None:
    """Fifteen seconds from when it last did."""
    assert at.after(2.0) == ""
    at.answer = silent
    assert [at.after(2.0) for _ in range(7)] == [""] * 7
    at.answer = body
    assert at.after(2.0) == ""
    at.answer = silent
    assert [at.after(2.0) for _ in range(7)] == [""] * 7
    assert at.after(2.0) == "the target does not agree any more: there is no whole answer within 5 s"


def test_a_name_that_leads_elsewhere_ends_the_run(at: Target) -> None:
    """Though nothing is sent there; a name that nobody knows for a moment does not."""
    at.leads_to = []
    assert at.after(2.0) == ""
    at.leads_to = ["127.0.0.1", "192.0.2.9"]
    assert at.after(2.0) == f"{NAME} leads to 192.0.2.9 now, which was not asked"
