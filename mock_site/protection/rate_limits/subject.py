"""The subjects of rate limits: what is limited on which route, and how often it may ask."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl

from mock_site.forms.email_address import normalised_email
from mock_site.forms.phone_form import normalised_phone
from mock_site.protection.rate_limits.bucket import Rate
from mock_site.protection.rejections import Reason

MOST_FIELDS = 100
Route = tuple[str, str]
"""Method and template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is limited by itself on a route.

    Attributes:
        reason: that is given for a refusal, and says what is limited.
        rate: how often it may ask.
        field: of the body, that names it; empty: it is the account that has logged in.
        normalised: gives the one spelling of a field.
    """

    reason: Reason
    rate: Rate
    field: str = ""
    normalised: Callable[[str], str] = str


def _by_email(rate: Rate) -> Subject:
    return Subject(reason=Reason.ACCOUNT, rate=rate, field="email", normalised=normalised_email)


SUBJECTS: Mapping[Route, tuple[Subject, ...]] = MappingProxyType(
    {
        ("POST", "/accounts/verify-email/resend"): (_by_email(Rate(per_s=1 / 60, burst=3)),),
        ("POST", "/phone"): (
            Subject(reason=Reason.ACCOUNT, rate=Rate(per_s=1 / 60, burst=6)),
            Subject(
                reason=Reason.PHONE,
                rate=Rate(per_s=1 / 60, burst=6),
                field="phone",
                normalised=normalised_phone,
            ),
        ),
        ("POST", "/phone/verify"): (Subject(reason=Reason.ACCOUNT, rate=Rate(per_s=1 / 10, burst=10)),),
    }
)
LOG_IN: Route = ("POST", "/sessions")
LOGGING_IN = _by_email(Rate(per_s=1 / 10, burst=10))
"""Of each address by itself: else whoever guesses would keep the owner out."""
STRANGERS_RATE = Rate(per_s=1 / 2, burst=50)
"""At which all addresses together may try that nobody has logged in to the account from."""
ACCOUNTS: Route = ("POST", "/accounts")
REFILL_S = 100.0
"""For how long an address that has opened all accounts that it may at once waits for as many."""


def address_rates(accounts: int) -> Mapping[Route, Rate]:
    """Give how often an address may ask for something that is dear, by what it asks for.

    Args:
        accounts: that it may open at once. A thousand are five hundred people behind one address who
            open theirs at once, twice over.
    """
    return {ACCOUNTS: Rate(per_s=accounts / REFILL_S, burst=accounts)}


ADDRESS_RATE = Rate(per_s=200.0, burst=10_000)
"""The same people may walk the whole way at once, of twenty requests each."""


def named(body: bytes, subject: Subject, *, is_form: bool) -> str | None:
    """Give the key that a body names; None: it names none, and whoever answers will say so.

    Args:
        body: of the request.
        subject: that is looked for.
        is_form: whether it is a web form, and no JSON.
    """
    try:
        value = _form(body).get(subject.field) if is_form else _json(body).get(subject.field)
        return subject.normalised(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None


def _json(body: bytes) -> Mapping[str, object]:
    content = json.loads(body)
    return content if isinstance(content, dict) else {}


def _form(body: bytes) -> Mapping[str, str]:
    return dict(parse_qsl(body.decode("utf-8"), max_num_fields=MOST_FIELDS))
