"""The Form of a page: its fields as the page gives them, to be filled in and sent as a browser does.

What it carries unseen, such as a token against forged requests, goes along.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from siaga.crowd.answer import Answer, AnswerError
from siaga.html_page import HtmlForm, HtmlPage
from siaga.web_reference import WebReference

Filling = Mapping[str, str | Sequence[str] | None]
"""What is written into fields, by their names; None: what the page says there is left out."""


class FormError(AnswerError):
    """A page has no such form, or a form no such field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form.

    Attributes:
        action: path and query, or URL, that it is sent to.
        method: GET or POST.
        fields: name and value of each field that would be sent if nothing were filled in, in order.
        names: of all its fields, those too that would not be sent: boxes without a tick, buttons, files.
        choices: values that each list offers, by its name.
    """

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    names: frozenset[str]
    choices: Mapping[str, Sequence[str]]

    def filled(self, filling: Filling | None = None) -> dict[str, list[str]]:
        """Give what is sent, for `form=` of a post or a promise.

        Args:
            filling: what is written over what the page says; a list for several values of one name. The
                button that is clicked, where it has a name, is a field as well.

        Raises:
            FormError: the form has no such field.
        """
        filling = filling or {}
        if unknown := filling.keys() - self.names:
            known = _listed(self.names) or "none"
            raise FormError(f"form {self.action}: has no field {_listed(unknown)}; it has {known}")
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            if name not in filling:
                sent.setdefault(name, []).append(value)
        for name, given in filling.items():
            if given is not None:
                sent[name] = [given] if isinstance(given, str) else list(given)
        return sent


def form_of(answer: Answer, *, field: str = "", action: str = "") -> Form:
    """Read a form of a page: the first that has the field, is sent to the action, or both.

    The page is read as HTML, however broken. What scripts would add is not there, nor are fields that
    stand outside of the form and name it. A fieldset that is disabled does not disable its fields.

    Args:
        answer: with the page.
        field: name of any of its fields, buttons included; empty: any form.
        action: path that it is sent to, without the query; empty: any.

    Raises:
        FormError: no form of the page is such a one.
    """
    forms = _forms(answer)
    for one in forms:
        if field in {"", *one.names} and action in {"", WebReference.of(one.action).path}:
            return one
    wanted = " ".join(
        f"{key} {value!r}" for key, value in (("field", field), ("action", action)) if value
    )
    every = "; ".join(f"{one.action} ({_listed(one.names)})" for one in forms)
    raise FormError(
        f"answer of {answer.path} with status {answer.status}: has no form of {wanted or 'any kind'};"
        f" its forms are: {every or 'none'}"
    )


def _forms(answer: Answer) -> list[Form]:
    """Give the forms of a page that can be sent; an empty page, or what is no page, has none."""
    page = HtmlPage.read(answer.text(), answer.path)
    return [] if page is None else [_form(one) for one in page.forms()]


def _form(form: HtmlForm) -> Form:
    element = form.element
    return Form(
        action=form.action,
        method="POST" if element.method == "POST" else "GET",
        fields=form.fields,
        names=frozenset(_names(element)),
        choices={str(one.name): tuple(one.value_options) for one in element.iter("select") if one.name},
    )


def _names(one: Any) -> Iterator[str]:  # noqa: ANN401 - the library's types say less than it does
    for part in one.iter("input", "select", "textarea", "button"):
        if name := part.get("name"):
            yield str(name)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
