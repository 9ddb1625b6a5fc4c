"""Claims about attestations: whole and in time they are met, otherwise unknown, by the run's own day."""

import pytest

from siaga.judge.attestation import judge_attestation
from siaga.judge.verdict import ObjectiveResult, State
from siaga.scenario.objective import Objective

WHOLE = {"owner": "Sari", "date": "2026-11-20", "link": "https://x.test", "expires": "2027-01-31"}
RUN = "2027-01-15T23:59:00.000+00:00"


def judged(word: dict[str, str], started_at: str = RUN) -> ObjectiveResult:
    """Judge a word."""
    objective = Objective.model_validate({"id": "way-back", "attest": word})
    assert objective.attest is not None
    return judge_attestation(objective, objective.attest, started_at)


def test_a_whole_word_counts_until_it_expires() -> None:
    """Its value is for how many more days."""
    result = judged(WHOLE)
    assert (result.state, result.value, result.limit, result.unit) == (State.MET, 16.0, 0.0, "days")
    assert result.text == "Attested by Sari on 2026-11-20, until 2027-01-31: https://x.test."
    assert (result.bound, result.sign, result.expression) == (None, "", "")


@pytest.mark.parametrize(
    ("changed", "started_at", "said", "left"),
    [
        ({}, "2027-01-31T00:00:00+00:00", "", 0.0),
        ({}, "2026-11-20T00:00:00+00:00", "", 72.0),
        (
            {},
            "2027-02-01T00:00:00+00:00",
            "What Sari attested expired on 2027-01-31, before the run of 2027-02-01.",
            -1.0,
        ),
        (
            {},
            "2026-11-19T23:59:59+00:00",
            "It was attested on 2026-11-20, after the run of 2026-11-19.",
            73.0,
        ),
        ({"owner": None}, RUN, "The attestation lacks owner.", 16.0),
        ({"link": None, "date": None}, RUN, "The attestation lacks date, link.", 16.0),
        ({"expires": None}, RUN, "The attestation lacks expires.", None),
        (dict.fromkeys(WHOLE), RUN, "Nobody has attested it.", None),
        ({}, "yesterday", "The run does not say on which day it was.", None),
    ],
)
def test_a_word_that_lacks_something_or_is_out_of_time_is_unknown(
    changed: dict[str, str], started_at: str, said: str, left: float | None
) -> None:
    """Never broken: somebody may still stand for it."""
    result = judged({**WHOLE, **changed}, started_at)
    assert result.state is (State.UNKNOWN if said else State.MET)
    assert result.value == left
    assert not said or result.text == said
