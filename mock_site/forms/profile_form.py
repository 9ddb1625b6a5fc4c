"""The profile form: where and how a person lives."""

from collections.abc import Collection, Mapping
from typing import Any

from mock_site.forms.fields import Fields, one_of
from mock_site.forms.reading import STRICT, Reading
from mock_site.store.progress import Profile

EDUCATION = (
    "none",
    "primary",
    "lower-secondary",
    "upper-secondary",
    "vocational",
    "diploma",
    "bachelor",
    "postgraduate",
)
EMPLOYMENT = ("seeking", "laid-off", "employee", "self-employed", "farmer", "homemaker")
FIELDS = ("address", "region", "education", "employment")


def read_profile(
    content: Mapping[str, Any], provinces: Collection[str], reading: Reading = STRICT
) -> Profile:
    """Check and normalise a form.

    Args:
        content: the submission.
        provinces: codes of the provinces that there are.
        reading: of the site.

    Raises:
        Refusal: 400 with the fields that are wrong, and why.
    """
    fields = Fields(content, FIELDS)
    profile = Profile(
        address=fields.text("address", reading.line),
        region=fields.text("region", one_of(provinces)),
        education=fields.text("education", one_of(EDUCATION)),
        employment=fields.text("employment", one_of(EMPLOYMENT)),
    )
    fields.settle()
    return profile
