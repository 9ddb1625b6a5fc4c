"""The Surface of a site: what those who mean harm have to know of it, as a Locust file says it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.call import Call
from siaga.crowd.request import Upload
from siaga.crowd.visitor import Visitor
from siaga.people.identity import Identity

Stage = Callable[[Visitor], None]
"""Walks an honest visitor who has just come to some point of the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """What can be asked of a site; what is None or empty the site does not have.

    Attributes:
        to_account: walks to an open account, its e-mail not verified.
        to_session: walks to a log-in.
        to_documents: walks to where pictures are handed in.
        to_phone: walks to where a phone is named.
        to_test: walks to where the timed test begins.
        to_join: walks to where nothing is left but to join.
        account: opens an account for a person.
        letters: counts the letters to a visitor who has opened an account.
        log_in: logs in with an e-mail and a password.
        log_out: ends the session.
        identity: says who one is.
        upload: hands in a file as a picture, for a visitor who has come so far.
        uploads: counts the files that a visitor has handed in, as the site says.
        ask_code: has a code sent to a phone.
        code: gives a code.
        sent_codes: gives the codes that were sent to a phone, from the answer to `ask_code`.
        start_test: starts the timed test.
        hand_in: hands in the answers to the test that an answer to `start_test` gave.
        join: asks for a seat, with an idempotency key.
        join_form: asks for a seat as a page of another site would have a browser do.
        receipt: key of the answer to a join that names what was granted.
        own: shows what one holds oneself.
        registration: shows what an id names.
        guesses: ids that a site would have given that numbers them.
        queue: takes a ticket of the waiting room.
        look: looks at one's ticket.
        admitted: whether an answer to `look` lets one in.
        position: how many are ahead in an answer to `queue`; None: nobody, or it is no such answer.
        behind: needs a pass of the waiting room, and no log-in.
        private: shows something to whoever has a session and a pass.
        pass_cookies: cookies that are the pass of the waiting room.
        forged_passes: gives cookies that somebody would write who has a ticket and no pass.
        session_cookies: cookies that are the session.
    """

    to_account: Stage | None = None
    to_session: Stage | None = None
    to_documents: Stage | None = None
    to_phone: Stage | None = None
    to_test: Stage | None = None
    to_join: Stage | None = None
    account: Callable[[Identity], Call] | None = None
    letters: Callable[[Visitor], int] | None = None
    log_in: Callable[[str, str], Call] | None = None
    log_out: Call | None = None
    identity: Callable[[Identity], Call] | None = None
    upload: Callable[[Visitor, Upload], Call] | None = None
    uploads: Callable[[Visitor], int] | None = None
    ask_code: Callable[[str], Call] | None = None
    code: Callable[[str], Call] | None = None
    sent_codes: Callable[[Visitor, Answer], Sequence[str]] | None = None
    start_test: Call | None = None
    hand_in: Callable[[Answer], Call] | None = None
    join: Callable[[str], Call] | None = None
    join_form: Callable[[str], Call] | None = None
    receipt: str = ""
    own: Call | None = None
    registration: Callable[[str], Call] | None = None
    guesses: tuple[str, ...] = ()
    queue: Call | None = None
    look: Call | None = None
    admitted: Callable[[Answer], bool] | None = None
    position: Callable[[Answer], int | None] | None = None
    behind: Call | None = None
    private: Call | None = None
    pass_cookies: tuple[str, ...] = ()
    forged_passes: Callable[[Browser], Sequence[Mapping[str, str]]] | None = None
    session_cookies: tuple[str, ...] = ()

    def known(self) -> list[str]:
        """Give the names of what the site has."""
        return [one.name for one in fields(self) if getattr(self, one.name)]
