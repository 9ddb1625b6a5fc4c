"""The Tab in Locust's web interface that leads to siaga's page, and a link above it that always does.

A tab of Locust shows a table and nothing else, and there are no tabs until a run has been started.
"""

from typing import Any

from flask import Blueprint, Response, request

from siaga.crowd.live.page import NAME

LINK = (
    f'<a href="{NAME}/" style="display:block;padding:.5rem 1rem;font:600 1rem/1.4 system-ui,sans-serif;'
    f'background:#0a4c90;color:#fff">siaga: the launch as it happens</a>'
    f'<script src="{NAME}/asset/tab.js" defer></script>'
)


def add_tab(template_args: dict[str, Any]) -> None:
    """Add the tab to what Locust's start page is made of."""
    there = template_args.get("extended_tabs") or []
    template_args["extended_tabs"] = [*there, {"title": NAME, "key": NAME}]


def add_link(page: Blueprint) -> None:
    """Have the link stand above Locust's own page."""
    page.after_app_request(_linked)


def _linked(answer: Response) -> Response:
    if request.endpoint == "locust.index" and answer.status_code == 200:  # noqa: PLR2004 - OK
        answer.set_data(answer.get_data(as_text=True).replace("<body>", f"<body>{LINK}", 1))
    return answer
