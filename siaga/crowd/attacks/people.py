"""The attacks by identity: one person in many accounts, many people in one, accounts by the dozen."""

from functools import partial

from siaga.abuse.many_accounts import ACCOUNTS
from siaga.abuse.mass_accounts import ACCOUNTS as MANY
from siaga.crowd.abuser import Abuser, needed
from siaga.crowd.answer import Answer

OTHERS = 3
ACCEPTED = 300


def one_person_many_accounts(me: Abuser) -> None:
    """Log in to several accounts, and say in all of them at once that one is the same person."""
    visitors = me.together([partial(me.walked, me.surface.to_session, n) for n in range(ACCOUNTS)])
    call, believed = needed(me.surface.identity)(me.person(0)), list[Answer]()

    def gained(answer: Answer) -> str:
        """Count the accounts that are believed: the second one is one too many."""
        if answer.status < ACCEPTED:
            believed.append(answer)
        return "a second account of one person" * (answer.status < ACCEPTED and len(believed) > 1)

    nik = me.person(0).id_number
    me.together(
        [partial(me.ask, "identity", one.browser, call, person=nik, gained=gained) for one in visitors]
    )


def many_people_one_account(me: Abuser) -> None:
    """Walk the whole way as one person, say that one is others, and join as the first."""
    visitor = me.walked(me.surface.to_join)
    for n in range(1, OTHERS + 1):
        call = needed(me.surface.identity)(me.person(n))
        me.ask("identity", visitor.browser, call, person=me.person(n).id_number)
    me.join("join", visitor.browser, me.draw.token("many people"), me.person(0))


def mass_accounts(me: Abuser) -> None:
    """Open accounts with one browser as quickly as it can, and log in with each at once."""
    browser = me.walked(me.surface.to_account).browser
    for n in range(1, MANY + 1):
        person = me.person(n)
        me.ask("open", browser, needed(me.surface.account)(person), person=person.id_number)
        call = needed(me.surface.log_in)(person.email, person.password)
        me.ask("log-in", browser, call, person=person.id_number)
