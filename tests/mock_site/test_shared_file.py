"""Files that workers share are where each of them finds them."""

from pathlib import Path

from mock_site.settings import Settings
from mock_site.shared_file import shared_file


def test_it_is_beside_a_store_that_is_a_file() -> None:
    """Where it is found again after a restart; else where the settings say."""
    assert shared_file(Settings(store="sqlite:////x/site.db"), "queue") == Path("/x/site.db.queue")
    set_to = Settings(store="sqlite:////x/site.db", shared_path="/y/site")
    assert shared_file(set_to, "queue") == Path("/y/site.queue")
    others = [shared_file(Settings(store=f"postgresql://{host}/site"), "queue") for host in "ab"]
    assert others[0] != others[1]
    assert others[0].suffix == ".queue"
