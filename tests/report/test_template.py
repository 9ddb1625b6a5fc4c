"""Claims about templates: text is escaped, and a name that is not there is no empty string."""

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from siaga.report.template import template


def test_what_is_not_given_is_an_error() -> None:
    """A page with a hole in it would be read as one without."""
    with pytest.raises(UndefinedError):
        template("report.html.j2").render()


def test_a_page_that_is_not_there_is_an_error() -> None:
    """No other one is taken."""
    with pytest.raises(TemplateNotFound):
        template("nothing.html.j2")
