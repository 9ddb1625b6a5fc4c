"""The normal form of a value that may have one owner only: written twice, it is still the same value."""

import re
import unicodedata
from functools import cache
from typing import Any

from siaga.scenario.roll_source import Form

REGION = "ID"
"""Where a phone number without a country's code is from."""


def _phonenumbers() -> Any:  # noqa: ANN401 - a module
    import phonenumbers  # noqa: PLC0415 - sixty modules, and few processes ever see a phone number

    return phonenumbers


@cache
def _abroad() -> re.Pattern[str]:
    """Give how a number begins that has a country's code and no plus: nobody leaves an area's 0 out."""
    country = str(_phonenumbers().country_code_for_region(REGION))
    return re.compile(rf"\A[\s(]*(?:00|(?={country}))")


def normal(text: str, form: Form) -> str:
    """Give the form in which two writings of the same value are equal; empty if nothing is left of it.

    Args:
        text: as the roll has it.
        form: `text`: as it stands; `caseless`: without case and outer spaces, as for e-mail; `digits`:
            its digits alone; `phone`: E.164, a number without a country's code being of Indonesia;
            what is no phone number counts by its digits.
    """
    match form:
        case "text":
            return text
        case "caseless":
            return _caseless(text)
        case "digits":
            return _digits(text)
        case "phone":
            return _phone(text)


def _caseless(text: str) -> str:
    """Fold case, and compose again what folding has taken apart."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


def _digits(text: str) -> str:
    """Give the decimal digits, those of any script as those of ours."""
    return "".join(str(unicodedata.decimal(one)) for one in text if one.isdecimal())


def _phone(text: str) -> str:
    numbers = _phonenumbers()
    try:
        number = numbers.parse(_abroad().sub("+", text, count=1), REGION)
    except numbers.NumberParseException:
        return _digits(text)
    return str(numbers.format_number(number, numbers.PhoneNumberFormat.E164))
