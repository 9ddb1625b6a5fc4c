"""Account rows: how an account lies in the tables, and what is made of it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from mock_site.store.lax import STRICT, Lax
from mock_site.store.progress import (
    Account,
    Assessment,
    Document,
    DocumentKind,
    Identity,
    Profile,
    Step,
)
from mock_site.store.statement import Question, Row, Rows, Statement

_STEPS = tuple(Step)
DONE_AT = ", ".join(f"a.{step.value}_at_s" for step in Step)
"""The columns with the time of each step, in the order of the steps."""

_COLUMNS = f"""a.account_id, a.email, a.password, a.opened_at_s, {DONE_AT},
  a.nik, a.kk, a.name, a.birth_date, a.address, a.region, a.education, a.employment,
  a.profile_version, a.phone, a.code_tries,
  a.test_ends_at_s, a.answers, a.handed_in_at_s, a.passed,
  d.kind, d.digest, d.media_type, d.size_bytes"""
_SELECT = f"SELECT {_COLUMNS} FROM accounts a LEFT JOIN documents d ON d.account_id = a.account_id"  # noqa: S608 - our own column names
_BY_ID = f"{_SELECT} WHERE a.account_id = $1"
_BY_EMAIL = f"{_SELECT} WHERE a.email = $1"
_TO_SETTLE = f"""{_SELECT} WHERE a.account_id IN (
    SELECT account_id FROM accounts
    WHERE identity_at_s IS NULL AND filed_at_s IS NOT NULL AND filed_at_s < $1
    ORDER BY filed_at_s LIMIT $2)
  ORDER BY a.filed_at_s, a.account_id"""  # noqa: S608 - as above
_TO_GRADE = f"""{_SELECT} WHERE a.account_id IN (
    SELECT account_id FROM accounts
    WHERE passed IS NULL AND handed_in_at_s IS NOT NULL AND handed_in_at_s < $1
    ORDER BY handed_in_at_s LIMIT $2)
  ORDER BY a.handed_in_at_s, a.account_id"""  # noqa: S608 - as above


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An account with what the store alone knows of it.

    Attributes:
        account: as everyone may see it.
        code_tries: wrong codes that were given since one was last sent to its phone.
        lax: the memory of the process, where the site has defects.
    """

    account: Account
    code_tries: int
    lax: Lax = STRICT


def find(account_id: str) -> Statement:
    """Ask for an account by its id."""
    return Statement(_BY_ID, (account_id,))


def by_id(account_id: str) -> Question[Account | None]:
    """Ask which account has an id."""
    return Question(find(account_id), account_of, is_quick=True)


def by_email(email: str) -> Question[Account | None]:
    """Ask which account has an e-mail."""
    return Question(Statement(_BY_EMAIL, (email,)), account_of, is_quick=True)


def identities_to_settle(before_s: float, most: int) -> Question[Sequence[Account]]:
    """Ask which identities were filed before a time and are not settled, the oldest first."""
    return Question(Statement(_TO_SETTLE, (before_s, most)), _accounts_of)


def assessments_to_grade(before_s: float, most: int) -> Question[Sequence[Account]]:
    """Ask which answers were handed in before a time and are not graded, the oldest first."""
    return Question(Statement(_TO_GRADE, (before_s, most)), _accounts_of)


def account_of(rows: Rows) -> Account | None:
    """Make an account of its rows, of which there is one for every document; None: of none."""
    kept = kept_of(rows)
    return None if kept is None else kept.account


def kept_of(rows: Rows, lax: Lax = STRICT) -> Kept | None:
    """Make an account of its rows, with what the store alone knows of it."""
    return None if not rows else _kept(rows, lax)


def _accounts_of(rows: Rows) -> Sequence[Account]:
    groups: Iterable[tuple[str, Iterable[Row]]] = groupby(rows, key=lambda row: row[0])
    return [_kept(list(group)).account for _, group in groups]


def _kept(rows: Rows, lax: Lax = STRICT) -> Kept:
    row = rows[0]
    account = Account(
        account_id=row[0],
        email=row[1],
        password=row[2],
        opened_at_s=row[3],
        done_at_s=done_at_s(row[4:10]),
        identity=_identity(row[10:14]),
        profile=_profile(row[14:18]),
        profile_version=row[18],
        phone=row[19],
        assessment=_assessment(row[21:25]),
        documents={one.kind: one for one in map(_document, rows) if one is not None},
    )
    return Kept(account=account, code_tries=row[20], lax=lax)


def done_at_s(row: Row) -> dict[Step, float]:
    """Make the times of the steps that are done of a row of DONE_AT."""
    return {step: at_s for step, at_s in zip(Step, row, strict=True) if at_s is not None}


def first_missing(row: Row) -> Step | None:
    """Give the first step of a row of DONE_AT that is not done; None: all are."""
    return _STEPS[list(row).index(None)] if None in row else None


def _identity(row: Row) -> Identity | None:
    nik, kk, name, born = row
    if nik is None:
        return None
    return Identity(nik=nik, kk=kk, name=name, birth_date=dt.date.fromisoformat(born))


def _profile(row: Row) -> Profile | None:
    address, region, education, employment = row
    if address is None:
        return None
    return Profile(address=address, region=region, education=education, employment=employment)


def _assessment(row: Row) -> Assessment | None:
    ends_at_s, answers, handed_in_at_s, passed = row
    if ends_at_s is None:
        return None
    return Assessment(
        ends_at_s=ends_at_s,
        handed_in_at_s=handed_in_at_s,
        answers=answers,
        passed=None if passed is None else bool(passed),
    )


def _document(row: Row) -> Document | None:
    kind, digest, media_type, size_bytes = row[25:29]
    if kind is None:
        return None
    return Document(kind=DocumentKind(kind), digest=digest, media_type=media_type, size_bytes=size_bytes)
