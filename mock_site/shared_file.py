"""A shared file: where the workers of one site keep what they share and the store does not hold."""

import hashlib
import tempfile
from pathlib import Path

from mock_site.settings import Settings

_FILE_STORE = "sqlite:///"


def shared_file(settings: Settings, ending: str) -> Path:
    """Give such a file: as set, beside a store that is a file, or one for the store.

    Args:
        settings: of the site.
        ending: of the file's name.
    """
    if settings.shared_path:
        return Path(f"{settings.shared_path}.{ending}")
    if settings.store.startswith(_FILE_STORE):
        return Path(f"{settings.store.removeprefix(_FILE_STORE)}.{ending}")
    name = hashlib.sha256(settings.store.encode("utf-8")).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"mock_site-{name}.{ending}"
