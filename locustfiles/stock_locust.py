"""A stock Locust file: nothing in it knows of siaga; made to be replaced by one of your own.

siaga run stock-locust
siaga run --locustfile your_own.py --host http://127.0.0.1:8080
"""

from locust import FastHttpUser, HttpUser, between, task


class Reader(HttpUser):
    """Looks at the first page of the built-in site, three times as often as at its health."""

    wait_time = between(0.2, 0.6)

    @task(3)
    def home(self) -> None:
        """Read the first page."""
        self.client.get("/")

    @task
    def health(self) -> None:
        """Ask whether the site is well, as a monitor does."""
        self.client.get("/healthz", name="health")


class Hurried(FastHttpUser):
    """Looks at the first page only, and hardly waits."""

    weight = 2
    wait_time = between(0.1, 0.3)

    @task
    def home(self) -> None:
        """Read the first page, and take an answer without a heading for none."""
        with self.client.get("/", name="home in a hurry", catch_response=True) as answer:
            if "<h1" not in answer.text:
                answer.failure("no page")
