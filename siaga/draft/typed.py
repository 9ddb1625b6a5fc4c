"""The Typed: what a person typed into a field, and the Python that says the same of another person.

The value itself is looked at for its shape alone and never written.
"""

import re
from dataclasses import dataclass

PLACEHOLDERS = re.compile(
    r"otp|captcha|token|secret|nonce|signature|api_?key|access_?key|auth|credential|voucher|coupon"
)
"""Names of what nobody can make up: it comes from a letter, a telephone or a team."""

CHOSEN = frozenset({
    "lang", "language", "locale", "currency", "sort", "order", "order_by", "sort_by", "direction",
    "format", "page", "per_page", "limit", "offset", "size", "quantity", "qty", "view", "tab",
    "step", "action", "op", "operation", "mode", "type", "kind", "category", "state", "terms",
    "accept", "agree", "consent", "newsletter", "grant_type", "response_type", "scope", "method",
    "commit", "submit",
})  # fmt: skip
"""Names of fields into which nobody writes anything of their own: a word there is a choice."""

_WHO: tuple[tuple[str, str], ...] = (
    (r"pass_?(word|wd|phrase)?|passwd|pwd|kata_?sandi", "me.person.password"),
    (r"e_?mail|surel", "me.person.email"),
    (
        r"phone|tel|telp|telephone|telepon|mobile|cell|hp|handphone|whats_?app|wa|msisdn",
        "me.person.phone",
    ),
    (r"kk|family_?card", "me.person.kk"),
    (r"nik|ktp|national_?id|identity_?number|id_?number|passport|ssn|citizen_?id", "me.person.nik"),
    (r"first_?name|given_?name|fname|nama_?depan", "me.person.name.split()[0]"),
    (r"last_?name|family_?name|sur_?name|lname|nama_?belakang", "me.person.name.split()[-1]"),
    (r"user_?name|login|user_?id|nick_?name|handle", 'me.person.email.partition("@")[0]'),
    (r"name|full_?name|nama|attendee|holder|contact", "me.person.name"),
    (r"street|address|alamat|line_?[123]", '"Jalan Merdeka 17"'),
    (r"zip|zip_?code|postal_?code|post_?code|postcode|kode_?pos", '"10110"'),
    (r"city|town|kota", '"Jakarta"'),
)

_BIRTH = re.compile(r"birth|born|dob|bday|lahir")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+[0-9][0-9 ()-]{7,18}")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}")
_NIK = re.compile(r"[0-9]{16}")
_NUMBER = re.compile(r"-?([0-9]{1,15})(?:\.[0-9]+)?")
_BOUNDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

LONGEST_TEXT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands for something that was typed.

    Attributes:
        code: the Python.
        needs: functions of `lookup.py.j2` that it calls.
    """

    code: str
    needs: tuple[str, ...] = ()


def snake(name: str) -> str:
    """Write a name in small letters with underscores, its brackets and dots gone."""
    parted = _BOUNDS.sub("_", name)
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")


def personal(name: str, kind: str, value: str) -> Typed | None:
    """Recognise what belongs to a person, by the field's name and type and by the value's shape.

    Args:
        name: of the field.
        kind: type of the input; empty if nobody knows.
        value: that was sent.

    Returns:
        What stands for it; None if nothing says that it is a person's.
    """
    called = snake(name)
    by_kind = {"password": "me.person.password", "email": "me.person.email", "tel": "me.person.phone"}
    if kind in by_kind:
        return Typed(code=by_kind[kind])
    if _MAIL.fullmatch(value):
        return Typed(code="me.person.email")
    if _BIRTH.search(called) and (written := _birth_date(value)):
        return written
    words = called.split("_")
    for pattern, code in _WHO:
        ends = any(re.fullmatch(pattern, "_".join(words[at:])) for at in range(len(words)))
        if ends and value.strip():
            return Typed(code=code)
    if _PHONE.fullmatch(value):
        return Typed(code="me.person.phone")
    return Typed(code="me.person.nik") if _NIK.fullmatch(value) else None


def is_field_word(name: str) -> bool:
    """Tell whether a name is one that forms give their fields everywhere."""
    called = snake(name)
    known = any(re.fullmatch(pattern, called) for pattern, _ in _WHO)
    return known or called in CHOSEN or bool(_BIRTH.search(called) or PLACEHOLDERS.fullmatch(called))


def drawn(label: str, value: str) -> Typed:
    """Give what is drawn for a field that nobody recognised, of the shape of what was typed.

    Args:
        label: of the field, fit to be written.
        value: that was sent.
    """
    if _ISO_DATE.fullmatch(value):
        return Typed(code="(date.today() + timedelta(days=7)).isoformat()", needs=("days",))
    if _DATE.fullmatch(value):
        return Typed(code='(date.today() + timedelta(days=7)).strftime("%d/%m/%Y")', needs=("days",))
    if whole := _NUMBER.fullmatch(value):
        digits = len(whole[1])
        return Typed(code=f'str(number(me, "{label}", digits={digits}))', needs=("number",))
    length = max(min(len(value), LONGEST_TEXT), 1)
    return Typed(code=f'text(me, "{label}", length={length})', needs=("text",))


def _birth_date(value: str) -> Typed | None:
    if _ISO_DATE.fullmatch(value):
        return Typed(code="me.person.birth_date.isoformat()")
    if (found := _DATE.fullmatch(value)) is not None:
        mark = found[1]
        american = int(value.split(mark)[1]) > 12  # noqa: PLR2004 - no month has such a number
        order = ("%m", "%d", "%Y") if american else ("%d", "%m", "%Y")
        return Typed(code=f'me.person.birth_date.strftime("{mark.join(order)}")')
    return None
