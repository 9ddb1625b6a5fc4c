"""k9's crowd: arrivals at a constant rate, each of whom asks for one page."""

import os

import k9

VUS = int(os.environ["TRUTH_VUS"])

options = {
    "scenarios": {
        "page": {
            "executor": "constant-arrival-rate",
            "rate": int(os.environ["TRUTH_RATE"]),
            "timeUnit": "1s",
            "duration": f"{os.environ['TRUTH_FOR_S']}s",
            "preAllocatedVUs": VUS,
            "maxVUs": VUS,
            "gracefulStop": "15s",
        }
    }
}


async def default() -> None:
    """Ask for the page."""
    await k9.http.get(f"{os.environ['TRUTH_URL']}/page")
