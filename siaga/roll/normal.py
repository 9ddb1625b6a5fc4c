"""The normal form of a value that may have one owner only: written twice, it is still the same value."""

import re
import unicodedata

import phonenumbers

from siaga.scenario.roll_source import Form

REGION = "ID"
"""Where a phone number without a country's code is from."""

_NO_DIGIT = re.compile(r"\D+")


def normal(text: str, form: Form) -> str:
    """Give the form in which two writings of the same value are equal.

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
            return unicodedata.normalize("NFKC", text).strip().casefold()
        case "digits":
            return _NO_DIGIT.sub("", text)
        case "phone":
            return _phone(text)


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return _NO_DIGIT.sub("", text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
