"""Locust's crowd in the crowd's benchmark: users who walk the three steps again and again."""

from locust import FastHttpUser, task
from locust.contrib.fasthttp import ResponseContextManager


class Walker(FastHttpUser):
    """One of Locust's fast users."""

    @task
    def walk(self) -> None:
        """A page, a page with its cookie, and JSON with a check of what comes back."""
        self.client.get("/page")
        self.client.get("/mine")
        with self.client.post("/join", json={"nik": "9700000000000000"}, catch_response=True) as answer:
            check(answer)


def check(answer: ResponseContextManager) -> None:
    """Hold an answer against what it has to say."""
    if answer.status_code != 201 or not answer.json().get("seat"):  # noqa: PLR2004 - created
        answer.failure("no seat")
