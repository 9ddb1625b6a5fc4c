"""Step pages: the page of one step, with its number on the way."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from mock_site.pages.refusals import Refusal
from mock_site.store.progress import Step
from mock_site.views.rendering import page


def step_page(
    request: web.Request, step: Step, context: Mapping[str, Any], refusal: Refusal | None = None
) -> web.Response:
    """Render the page of a step, whose template has its name.

    Args:
        request: that asks.
        step: that the page is of.
        context: what the template names besides.
        refusal: that the page tells of; None: of none.
    """
    numbers = {"step": step, "step_number": list(Step).index(step) + 1, "step_count": len(Step)}
    return page(request, f"{step.value}.html", {**numbers, **context}, refusal=refusal)
