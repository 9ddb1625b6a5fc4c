"""Claims about Locust's command with the plug-in, for a file that knows nothing of it."""

import subprocess
import sys
from pathlib import Path

from siaga.record.run_record import RunRecord
from tests.crowd.locust_run import prepared

STOCK = """
import socket

from locust import HttpUser, events, task

heard = [one.__module__ for one in events.quitting._handlers]
print("first to listen:", heard[0])
try:
    socket.create_connection(("192.0.2.1", 9), 1)
except PermissionError as error:
    print(error)


class Theirs(HttpUser):
    @task
    def nothing(self):
        pass
"""


def test_the_plug_in_comes_first_and_the_fence_stands_before_the_file_is_read(tmp_path: Path) -> None:
    """What the file does at import is fenced, too, and Locust gets the arguments after the folder."""
    made = prepared(tmp_path, "http://127.0.0.1:1", "pass")
    assert RunRecord.read(made.folder.run).addresses == ()
    theirs = tmp_path / "theirs.py"
    theirs.write_text(STOCK, encoding="utf-8")
    command = [sys.executable, "-m", "siaga.crowd.plugged", str(made.folder.path)]
    done = subprocess.run(
        [*command, "-f", str(theirs), "--list"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    first, refused, *listed = done.stdout.splitlines()
    assert first == "first to listen: siaga.crowd.plugin"
    assert refused == "[Errno 13] siaga: 192.0.2.1 is not the site; a Locust file may reach loopback"
    assert "    Theirs" in listed
