"""The attacks on log-ins: passwords guessed, in disguise or not, and pairs stolen elsewhere."""

from collections.abc import Mapping

from siaga.abuse.password_guessing import TRIES
from siaga.abuse.stuffing import KNOWN, PAIRS
from siaga.crowd.abuser import Abuser, needed
from siaga.crowd.answer import Answer


def password_guessing(me: Abuser) -> None:
    """Try one password after the other."""
    _guess(me, [{}] * TRIES)


def forged_forwarding(me: Abuser) -> None:
    """Try one password after the other, each as if somebody else did."""
    addresses = [f"198.51.100.{turn + 1}" for turn in range(TRIES)]  # RFC 5737: nobody's
    _guess(
        me,
        [
            {
                "X-Forwarded-For": one,
                "X-Real-IP": one,
                "Forwarded": f"for={one}",
                "True-Client-IP": one,
            }
            for one in addresses
        ],
    )


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


def _guess(me: Abuser, headers: list[Mapping[str, str]]) -> None:
    visitor, person = me.walked(me.surface.to_account), me.person()
    for turn, one in enumerate(headers):
        wrong = f"Pw1-{me.draw.token(f'guess {turn}')}"
        call = needed(me.surface.log_in)(person.email, wrong).under(one)
        me.ask("log-in", visitor.browser, call, person=person.id_number)
