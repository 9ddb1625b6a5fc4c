"""Claims about the people of a scenario: both keys, in their form, or refused with the line."""

import pytest

from siaga.errors import ScenarioError
from siaga.scenario.load import dump, loads
from tests.scenario.days import day


def test_a_country_is_a_locale_and_a_rule() -> None:
    """A file or a shipped one; nothing said is Indonesia."""
    assert day().people is None
    for rule in ("us-ssn", "my_ids.py:Bsn", "ids/my_ids.py:made"):
        made = day(f'people={{locale: nl_NL, id-rule: "{rule}"}}')
        assert made.people is not None
        assert (made.people.locale, made.people.id_rule, made.people.sha256) == ("nl_NL", rule, "")
        assert loads(dump(made), "again.yaml") == made


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ("{locale: nl_NL}", "people.id-rule: is missing"),
        ("{id-rule: us-ssn}", "people.locale: is missing"),
        ("{locale: dutch, id-rule: us-ssn}", "people.locale: 'dutch' is refused"),
        ("{locale: nl_NL, id-rule: my_ids.py}", "people.id-rule: 'my_ids.py' is refused"),
        ("{locale: nl_NL, id-rule: us-ssn, sha256: x}", "people.sha256: 'x' is refused"),
    ],
)
def test_what_is_no_country_is_refused(people: str, why: str) -> None:
    """With the key."""
    with pytest.raises(ScenarioError, match=why):
        day(f"people={people}")
