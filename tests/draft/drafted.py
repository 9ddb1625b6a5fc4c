"""The Drafted recording of tests: what came out of it, read by Python and by the scenario's loader."""

import ast
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from siaga.draft.har_draft import HarDraft, from_har
from siaga.draft.project import LOCUSTFILE, SCENARIO
from siaga.scenario.load import loads
from tests.draft import recorded


def drafted(*recordings: Sequence[dict[str, Any]], **options: Any) -> HarDraft:  # noqa: ANN401
    """Draft recordings, and have Python and the scenario's loader read what came out."""
    with TemporaryDirectory() as folder:
        paths = [
            recorded.har(Path(folder) / f"{at}.har", entries) for at, entries in enumerate(recordings)
        ]
        draft = from_har(paths, **options)
    ast.parse(draft.files[LOCUSTFILE])
    loads(draft.files[SCENARIO], "imported.yaml")
    return draft
