"""The Examination of a target: step by step, whether it has agreed to be loaded, and why not."""

import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from siaga.credentials import Credentials
from siaga.sender import Sender
from siaga.stage.agreement import FAKES, PRODUCTION, STAGING, Agreement, key_problem

CONNECT_DEADLINE_S = 3.0

Ask = Callable[[str, Sender, str], bytes]
"""Asks a base URL, as a sender, with a nonce; gives the body of the answer."""


class QuestionError(Exception):
    """There is no answer that could be read; the message says why."""


def _ask(url: str, sender: Sender, nonce: str) -> bytes:
    from siaga.stage.question import ask  # noqa: PLC0415 - most targets are this machine's own

    return ask(url, sender, nonce)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, and how it ended.

    Attributes:
        name: of the step.
        good: whether the next one follows; else this is why nothing is sent.
        text: what was found, for a person.
    """

    name: str
    good: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """Asks a target at each of its addresses: load goes to all of them.

    Attributes:
        url: base URL of it.
        host: its name or address, in small letters.
        port: its port.
        addresses: what its name was resolved to, at least one.
        key: that it shares with siaga.
        run_id: of the run; empty: there is none yet.
        credentials: by which the site lets anybody in.
        ask: puts the question.
        nonce: makes a number that is used once.
    """

    url: str
    host: str
    port: int
    addresses: Sequence[str]
    key: str
    run_id: str = ""
    credentials: Credentials = field(default_factory=Credentials)
    ask: Ask = _ask
    nonce: Callable[[], str] = lambda: secrets.token_hex(16)

    def refusal(self) -> str:
        """Say why it may not be loaded; empty: it may."""
        return next((step.text for step in self.steps() if not step.good), "")

    def steps(self) -> Iterator[Step]:
        """Take every step until one ends badly."""
        for address in self.addresses:
            for step in self._at(address):
                yield step
                if not step.good:
                    return

    def _at(self, address: str) -> Iterator[Step]:
        """Take the steps at one address; a step may only be asked for if the one before is good."""
        key = key_problem(self.key)
        yield Step(name="key", good=not key, text=key or "both sides have to have the same one")
        yield _connected(address, self.port)
        sender = Sender(
            run_id=self.run_id,
            host=self.host,
            addresses=(address,),
            credentials=self.credentials,
        )
        nonce = self.nonce()
        try:
            agreement = Agreement.read(self.ask(self.url, sender, nonce))
        except (QuestionError, ValueError) as error:
            yield Step(name="answer", good=False, text=str(error))
            return
        yield Step(name="answer", good=True, text="it answers as it should")
        yield from self._said(agreement, nonce)

    def _said(self, agreement: Agreement, nonce: str) -> Iterator[Step]:
        """Judge what it says; nothing of it counts before its signature does."""
        yield _step(
            "nonce",
            agreement.nonce == nonce,
            "it answers this question",
            "it answers another question than was asked: is there a cache in front of it?",
        )
        yield _step(
            "signature",
            agreement.is_signed_with(self.key),
            "whoever answers has the key",
            "the signature is not made with this key: the keys differ, or somebody else answers",
        )
        yield _step(
            "host",
            agreement.host == self.host,
            f"it agrees by this name, {self.host}",
            f"it agrees for {agreement.host}, and {self.host} was asked",
        )
        yield _environment(agreement.env)
        missing = ", ".join(sorted(FAKES.difference(agreement.fakes)))
        yield _step(
            "fakes",
            not missing,
            f"nobody real is called: {', '.join(agreement.fakes)}",
            f"it does not say that these are fakes: {missing}; people outside would be reached",
        )
        yield _step(
            "stop", not agreement.stop, "it does not ask to be left alone", "it asks for no load"
        )


def _environment(env: str) -> Step:
    if env == PRODUCTION:
        bad = "it is production, which is never loaded; nothing overrides this"
        return Step(name="env", good=False, text=bad)
    return _step("env", env == STAGING, "it is staging", f"it is {env}; staging is needed")


def _step(name: str, good: bool, text: str, otherwise: str) -> Step:  # noqa: FBT001 - what it is about
    return Step(name=name, good=good, text=text if good else otherwise)


def _connected(address: str, port: int) -> Step:
    try:
        socket.create_connection((address, port), CONNECT_DEADLINE_S).close()
    except OSError as error:
        bad = f"{address} port {port} takes no connection ({error})"
        return Step(name="connect", good=False, text=bad)
    return Step(name="connect", good=True, text=f"{address} port {port} takes connections")
