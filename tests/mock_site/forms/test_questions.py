"""The questions: each attempt has ten of its own, the same however often they are asked for."""

import pytest

from mock_site.forms.assessment_form import answers_in, read_answers
from mock_site.forms.questions import DRAWN, Option, Question, bank, drawn
from mock_site.pages.negotiation import Language
from mock_site.pages.refusals import Refusal

ACCOUNT = "0123456789abcdef" * 2


def ids(account_id: str, ends_at_s: float) -> list[str]:
    """Give the questions of an attempt."""
    return [one.id for one in drawn(account_id, ends_at_s, Language.ENGLISH)]


def test_an_attempt_keeps_its_questions() -> None:
    """A page that is loaded again asks the same, in any language."""
    assert ids(ACCOUNT, 7.5) == ids(ACCOUNT, 7.5)
    assert ids(ACCOUNT, 7.5) == [one.id for one in drawn(ACCOUNT, 7.5, Language.INDONESIAN)]
    assert len(set(ids(ACCOUNT, 7.5))) == DRAWN


def test_other_attempts_have_other_questions() -> None:
    """Of another person, and of the same person later."""
    assert ids(ACCOUNT, 7.5) != ids(ACCOUNT, 8.5)
    assert ids(ACCOUNT, 7.5) != ids("f" * 32, 7.5)


def test_the_languages_have_the_same_bank() -> None:
    """As many questions, as many options, and every text in both."""
    indonesian, english = bank(Language.INDONESIAN), bank(Language.ENGLISH)
    assert [(one.id, len(one.options)) for one in indonesian] == [
        (one.id, len(one.options)) for one in english
    ]
    assert len(english) >= 2 * DRAWN
    assert all(
        one.text and all(option.text for option in one.options) for one in [*indonesian, *english]
    )


def test_a_question_without_a_choice_is_refused() -> None:
    """One option is none."""
    with pytest.raises(ValueError, match="question: q1 has 1 options; it needs 2 or more"):
        Question(id="q1", text="?", options=(Option(id="a", text="!"),))


def test_answers_may_be_left_out_but_not_made_up() -> None:
    """An answer to something else, or that is no option, is refused."""
    questions = drawn(ACCOUNT, 7.5, Language.ENGLISH)
    first = questions[0].id
    assert read_answers({first: "b"}, questions) == f'{{"{first}":"b"}}'
    assert read_answers({}, questions) == "{}"
    refused: list[dict[str, object]] = [{"q0": "a"}, {first: "z"}, {first: 1}]
    for wrong in refused:
        with pytest.raises(Refusal):
            read_answers(wrong, questions)


def test_a_programme_hands_in_an_object_of_answers() -> None:
    """And nothing beside it."""
    assert answers_in({"answers": {"q1": "a"}}) == {"q1": "a"}
    refused: list[dict[str, object]] = [{}, {"answers": []}, {"answers": {}, "score": 1}]
    for wrong in refused:
        with pytest.raises(Refusal):
            answers_in(wrong)
