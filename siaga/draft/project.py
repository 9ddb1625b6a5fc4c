"""The Project: where the files of a draft stand in the folder into which it is written."""

from pathlib import Path

LOCUSTFILE, SCENARIO = Path("locustfiles/imported.py"), Path("scenarios/imported.yaml")
