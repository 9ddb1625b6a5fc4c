"""The Container of the tests: a process with a root, an account and a network as a container has them.

No engine is needed for it, but root and `ip`. Its root is made of what this machine has, and cannot be
written to; the image's own folders are empty. All containers of a test are in one network that has
nothing but the loopback, where each name is an address of its own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.docs.typed import ROOT

ACCOUNT = "10001"
NETWORK = f"siaga{os.getpid()}"

SCRIPT = """
set -e
root=$1 hosts=$2 repository=$3 python=$4 account=$5 volumes=$6 nofile=$7
shift 7
mount -t tmpfs tmpfs "$root"
for one in bin lib lib64 sbin; do
    if [ -L "/$one" ]; then cp -d "/$one" "$root/"; fi
done
for one in /usr /etc /dev "$repository" "$python"; do
    [ -d "$root$one" ] && continue
    mkdir -p "$root$one"
    mount --rbind "$one" "$root$one"
done
mount --bind "$hosts" "$root/etc/hosts"
mkdir -p "$root/proc" "$root/tmp" "$root/siaga"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
for one in $volumes; do
    mkdir -p "$root${one#*:}"
    mount --bind "${one%%:*}" "$root${one#*:}"
done
mount -o remount,ro "$root"
ulimit -n "$nofile"
exec chroot "$root" setpriv --reuid "$account" --regid "$account" --clear-groups --no-new-privs \\
    --bounding-set=-all --inh-caps=-all sh -c 'cd /siaga && exec "$@"' sh "$@"
"""
"""Makes a root, and starts a command in it."""


def may_be_started() -> bool:
    """Tell whether this machine lets a test make networks and roots."""
    return not os.geteuid() and shutil.which("ip") is not None and shutil.which("unshare") is not None


def make_network() -> None:
    """Make the network that all of them are in.

    Raises:
        CalledProcessError: it cannot be made.
    """
    for words in (["netns", "add", NETWORK], ["-n", NETWORK, "link", "set", "lo", "up"]):
        subprocess.run(["ip", *words], check=True)  # noqa: S607 - wherever it is


def forget_network() -> None:
    """Take it away."""
    subprocess.run(["ip", "netns", "delete", NETWORK], check=False)  # noqa: S607 - wherever it is


def command(
    place: Path,
    words: Sequence[str],
    *,
    environ: Mapping[str, str],
    volumes: Mapping[Path, str],
    nofile: int,
) -> list[str]:
    """Give the command that starts a container.

    Args:
        place: a folder of its own; a file `hosts` stands beside it.
        words: entry point and arguments, found where the tests' own Python is.
        environ: all that it is told.
        volumes: folders of this machine, and where they are in the container.
        nofile: how many files it may have open.
    """
    root = place / "root"
    root.mkdir(parents=True)
    mounts = " ".join(f"{outside}:{inside}" for outside, inside in volumes.items())
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    told = [f"{name}={value}" for name, value in environ.items()]
    return [
        *("ip", "netns", "exec", NETWORK, "unshare", "--mount", "--pid", "--fork", "--kill-child"),
        *("sh", "-c", SCRIPT, "sh", str(root), str(place.parent / "hosts"), str(ROOT), sys.base_prefix),
        *(
            ACCOUNT,
            mounts,
            str(nofile),
            "env",
            "-i",
            f"PATH={path}",
            "HOME=/siaga",
            "PYTHONUNBUFFERED=1",
            *told,
            *words,
        ),
    ]
