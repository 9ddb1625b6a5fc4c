"""k9's crowd in the crowd's benchmark: virtual users who walk the three steps again and again."""

import os

import k9

URL = os.environ["CROWD_URL"]

options = {"vus": int(os.environ["CROWD_VUS"]), "duration": os.environ["CROWD_FOR"]}


async def default() -> None:
    """Ask for a page, for one with its cookie, and send JSON with a check of what comes back."""
    await k9.http.get(f"{URL}/page")
    await k9.http.get(f"{URL}/mine")
    answer = await k9.http.post(f"{URL}/join", json={"nik": "9700000000000000"})
    k9.check(answer, {"seat": lambda one: one.status == 201 and bool(one.json()["seat"])})  # noqa: PLR2004
