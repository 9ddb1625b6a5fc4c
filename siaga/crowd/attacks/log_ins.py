"""The attacks on log-ins: passwords guessed, in disguise or not, and pairs stolen elsewhere."""

from collections.abc import Mapping, Sequence
from functools import partial

from siaga.abuse.forwarded import LASTS_S as FORGED_LASTS_S
from siaga.abuse.forwarded import TRIES as FORGED
from siaga.abuse.password_guessing import CROWD, HITS, LASTS_S, TRIES
from siaga.abuse.stuffing import KNOWN, PAIRS
from siaga.crowd.abuser import Abuser, needed
from siaga.crowd.answer import Answer
from siaga.crowd.attacks.allowance import REFUSED, Allowance
from siaga.crowd.attacks.places import browser_from, place
from siaga.crowd.browser import Browser
from siaga.crowd.call import Call

AT_ONCE = 20
AWAY = 1
"""The place that the owner is at, from which nobody has guessed yet; those of the crowd follow."""


def password_guessing(me: Abuser) -> None:
    """Try one password after the other, from one browser and from many; the owner comes meanwhile."""
    owner = me.walked(me.surface.to_session).browser
    guesser = me.walked(me.surface.to_account, 1).browser
    guesses = Allowance(me, "log-in", LASTS_S["log-in"])
    _guess(me, guesser, [{}] * TRIES, guesses)
    guesses.end()
    _hit(me, guesser, guesses)
    me.ask("owner", owner, _right(me), person=me.person().id_number)
    _elsewhere(me, guesser)
    _crowd(me, guesser)
    me.ask("owner", owner, _right(me), person=me.person().id_number)


def forged_forwarding(me: Abuser) -> None:
    """Try one password after the other, each as if somebody else did."""
    guesses = Allowance(me, "log-in", FORGED_LASTS_S)
    addresses = [f"198.51.100.{turn + 1}" for turn in range(FORGED)]  # RFC 5737: nobody's
    _guess(
        me,
        me.walked(me.surface.to_account).browser,
        [
            {
                "X-Forwarded-For": one,
                "X-Real-IP": one,
                "Forwarded": f"for={one}",
                "True-Client-IP": one,
            }
            for one in addresses
        ],
        guesses,
    )
    guesses.end()


def credential_stuffing(me: Abuser) -> None:
    """Try pairs, of which a few have an account; what differs in the answers tells which."""
    visitor = me.walked(me.surface.to_account)
    for n in range(1, KNOWN):
        me.do(visitor.browser, needed(me.surface.account)(me.person(n)))
    said: dict[int, bytes] = {}

    def gained(answer: Answer) -> str:
        """Hold an answer against the first one of its status."""
        differs = answer.body != said.setdefault(answer.status, answer.body)
        return "which e-mails have an account" * differs

    for n in range(PAIRS):
        wrong = f"Pw1-{me.draw.token(f'pair {n}')}"
        call = needed(me.surface.log_in)(me.person(n).email, wrong)
        me.ask("log-in", visitor.browser, call, person=me.person(n).id_number, gained=gained)


def _guess(
    me: Abuser, browser: Browser, headers: Sequence[Mapping[str, str]], allowance: Allowance
) -> None:
    for turn, one in enumerate(headers):
        allowance.claim()
        call = _wrong(me, f"guess {turn}").under(one)
        allowance.note(me.ask("log-in", browser, call, person=me.person().id_number))


def _hit(me: Abuser, guesser: Browser, guesses: Allowance) -> None:
    """Give the right password where a wrong one has just been refused, or had the try that was due."""
    # When a guess was refused there was less than one try, and more are due only since then.
    hits = Allowance(me, "hit", LASTS_S["hit"], guesses.refused_s)
    for _ in range(HITS):
        # What an answer to the right one lets a browser know is not for the next turn.
        browser = me.browser(guesser)
        _guess(me, browser, [{}], guesses)
        hits.claim()
        hits.note(me.ask("hit", browser, _right(me), person=me.person().id_number))


def _elsewhere(me: Abuser, guesser: Browser) -> None:
    """Be the owner at another place, in a browser that has the pass of the guesser and no more."""
    address = place(me, AWAY)

    def kept_out(answer: Answer) -> str:
        """Say what is wrong with being told to wait."""
        if answer.status == REFUSED and address:
            return "the owner kept out of where nobody has guessed"
        silent = answer.status == REFUSED and answer.retry_after_s is None
        return "the owner kept out, and not told for how long" * silent

    browser = browser_from(me, address, guesser)
    me.ask("elsewhere", browser, _right(me), person=me.person().id_number, gained=kept_out)


def _crowd(me: Abuser, guesser: Browser) -> None:
    """Try one password each from many places, some at a time."""
    allowance = Allowance(me, "crowd", LASTS_S["crowd"])

    def one(turn: int) -> None:
        browser = browser_from(me, place(me, AWAY + 1 + turn), guesser)
        call = _wrong(me, f"crowd {turn}")
        allowance.note(me.ask("crowd", browser, call, person=me.person().id_number))
        browser.hang_up()

    for first in range(0, CROWD, AT_ONCE):
        turns = range(first, min(first + AT_ONCE, CROWD))
        allowance.claim(len(turns))
        me.together([partial(one, turn) for turn in turns])
    allowance.end()


def _right(me: Abuser) -> Call:
    call: Call = needed(me.surface.log_in)(me.person().email, me.person().password)
    return call


def _wrong(me: Abuser, name: str) -> Call:
    call: Call = needed(me.surface.log_in)(me.person().email, f"Pw1-{me.draw.token(name)}")
    return call
