"""k9's compiled plan in the crowd's benchmark: the bare page, no Python while it runs."""

import os

import k9.plan as p

plan = p.Plan(
    [p.get(f"{os.environ['CROWD_URL']}/page")],
    options={"vus": int(os.environ["CROWD_VUS"]), "duration": os.environ["CROWD_FOR"]},
)
