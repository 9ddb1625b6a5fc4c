"""The normal form of a value that may have one owner only: written twice, it is still the same value."""

import re
import unicodedata

import phonenumbers

from siaga.scenario.roll_source import Form

REGION = "ID"
"""Where a phone number without a country's code is from."""

_COUNTRY = str(phonenumbers.country_code_for_region(REGION))
_ABROAD = re.compile(rf"[\s(]*(?:00|(?={_COUNTRY}))")
"""How a number begins that has a country's code and no plus: nobody leaves the 0 of an area out."""


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
    try:
        number = phonenumbers.parse(
            _ABROAD.sub("+", text, count=1) if _ABROAD.match(text) else text, REGION
        )
    except phonenumbers.NumberParseException:
        return _digits(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
