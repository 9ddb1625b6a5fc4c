"""The assessment form: the answers to the questions that were drawn."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mock_site.forms.fields import Fields, one_of
from mock_site.forms.questions import Question
from mock_site.pages.refusals import invalid


def read_answers(content: Mapping[str, Any], questions: Sequence[Question]) -> str:
    """Check answers, of which some may be missing, and give them as JSON.

    Args:
        content: the option chosen, by question.
        questions: that were drawn.

    Raises:
        Refusal: 400 for answers to something else.
    """
    fields = Fields(content, {question.id for question in questions})
    chosen = {
        question.id: fields.text(question.id, one_of([option.id for option in question.options]))
        for question in questions
        if question.id in content
    }
    fields.settle()
    return json.dumps(chosen, sort_keys=True, separators=(",", ":"))


def answers_in(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the answers in a programme's submission.

    Raises:
        Refusal: 400 where there are none.
    """
    fields = Fields(content, {"answers"})
    fields.settle()
    answers = content.get("answers")
    if not isinstance(answers, dict):
        raise invalid("answers", "is missing" if answers is None else "is not a JSON object")
    return answers
