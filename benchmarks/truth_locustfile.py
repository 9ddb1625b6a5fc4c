"""Stock Locust's crowd: users who ask for one page again and again, paced or at random.

TRUTH_EVERY_S is how often each of them is to ask; what Locust found goes to TRUTH_TOLD as JSON.
"""

import json
import os
from pathlib import Path

from locust import FastHttpUser, HttpUser, constant_pacing, events, poisson, task
from locust.env import Environment

EVERY_S = float(os.environ["TRUTH_EVERY_S"])
QUANTILES = (0.5, 0.9, 0.99, 0.999)


class FastPaced(FastHttpUser):
    """One of Locust's fast users, with a pace."""

    wait_time = constant_pacing(EVERY_S)

    @task
    def page(self) -> None:
        """Ask for the page."""
        self.client.get("/page")


class FastPoisson(FastHttpUser):
    """One of Locust's fast users, with pauses that are drawn."""

    wait_time = poisson(1 / EVERY_S)

    @task
    def page(self) -> None:
        """Ask for the page."""
        self.client.get("/page")


class Paced(HttpUser):
    """One of Locust's ordinary users, with a pace."""

    wait_time = constant_pacing(EVERY_S)

    @task
    def page(self) -> None:
        """Ask for the page."""
        self.client.get("/page")


@events.quitting.add_listener
def tell(environment: Environment, **_others: object) -> None:
    """Write down what Locust's own statistics say."""
    total = environment.stats.total
    found = {
        "requests": total.num_requests,
        "failed": total.fail_ratio,
        "good_per_s": total.total_rps - total.total_fail_per_sec,
        "quantiles_ms": [total.get_response_time_percentile(one) for one in QUANTILES],
    }
    Path(os.environ["TRUTH_TOLD"]).write_text(json.dumps(found), encoding="utf-8")
