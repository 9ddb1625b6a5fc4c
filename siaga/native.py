"""The Native code of the crowd: the modules that every request goes through, compiled by mypyc.

The sources stay what is read, changed and tested. Where there is no C compiler they are interpreted, and
do the same in half as long again.
"""

import argparse
import re
import shutil
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.metadata import PackageNotFoundError, version
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from siaga.errors import ExitCode, UsageError

Form = Literal["compiled", "interpreted"]

ROOT = Path(__file__).parents[1]
"""Folder in which the package is."""

MODULES = (
    "siaga.crowd.answer",
    "siaga.crowd.connection",
    "siaga.crowd.cookie",
    "siaga.crowd.cookies",
    "siaga.crowd.course",
    "siaga.crowd.deadline_row",
    "siaga.crowd.descriptors",
    "siaga.crowd.exchange",
    "siaga.crowd.headers",
    "siaga.crowd.http2_connection",
    "siaga.crowd.known_heads",
    "siaga.crowd.letterhead",
    "siaga.crowd.line",
    "siaga.crowd.meter",
    "siaga.crowd.pledge",
    "siaga.crowd.progress",
    "siaga.crowd.reader",
    "siaga.crowd.recorder",
    "siaga.crowd.request",
    "siaga.crowd.round_trip",
    "siaga.crowd.sample",
    "siaga.crowd.second",
    "siaga.crowd.secure_connection",
    "siaga.crowd.stream_reader",
    "siaga.crowd.uncounted",
    "siaga.crowd.walk.walk_journal",
    "siaga.crowd.walk.walked_course",
    "siaga.crowd.windows",
    "siaga.ledger.journal",
    "siaga.ledger.outcome",
)
"""What is compiled, and with it whatever inherits from it: no interpreted class may."""

MOST_LINES = 3
"""Of what the compiler said, that are told where it fails."""

_SUFFIX = EXTENSION_SUFFIXES[0]
RECORD = Path("siaga", f"native{_SUFFIX}.digest")
"""Each Python has machine code of its own, and its own record of what that is of."""

_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+(siaga[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|.*)|import[ \t]+(siaga[\w.]*))",
    re.MULTILINE,
)
"""What a module takes of the package, wherever it does; to have it parsed takes ten times as long."""

_OPTIONS = ("--config-file=", "--ignore-missing-imports", "--follow-imports=silent")


def form(root: Path = ROOT) -> Form:
    """Tell whether the crowd is compiled, as it lies in a folder.

    Args:
        root: folder in which the package is.

    Raises:
        UsageError: what was compiled is not what the sources say now.
    """
    if not any(_machine_code(root)):
        return "interpreted"
    if not _is_of(root, digest(root)):
        raise UsageError(
            "native code: is of other sources than these, or made by another mypy; `make setup` compiles"
            " them, `python -m siaga.native --remove` does without"
        )
    return "compiled"


def digest(root: Path) -> str:
    """Give the digest, by SHA-256, of all sources that machine code is of, and of how it is made.

    Those that are not compiled and imported count, too, however far away: what mypyc makes of a module
    takes their types to be as they are written.
    """
    whole = sha256(Path(__file__).read_bytes())
    for name, content in sorted(_sources(root).items()):
        whole.update(f"{name} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()


def remove(root: Path) -> None:
    """Have the sources interpreted again."""
    for path in _machine_code(root):
        path.unlink()
    (root / RECORD).unlink(missing_ok=True)


def compile_all(root: Path) -> None:
    """Compile the sources in a folder, unless what was made of them is there.

    Raises:
        UsageError: they cannot be compiled here; they are interpreted.
    """
    wanted = digest(root)
    if any(_machine_code(root)) and _is_of(root, wanted):
        return
    remove(root)
    compiler = str(sysconfig.get_config_var("CC") or "cc").split()[0]
    # Known at once, where to find out by trying takes as long as to compile.
    if shutil.which(compiler) is None:
        raise UsageError(
            f"native code: cannot be compiled here (there is no {compiler}); the crowd is interpreted"
        )
    with TemporaryDirectory(prefix="siaga-native-") as place:
        built, said = Path(place), StringIO()
        try:
            with redirect_stdout(said), redirect_stderr(said):
                _build(root, built)
        # A compiler that is missing ends in one error or the other, and mypyc ends the process.
        except (Exception, SystemExit) as error:
            why = " / ".join([*said.getvalue().splitlines()[-MOST_LINES:], str(error)])
            raise UsageError(
                f"native code: cannot be compiled here ({why}); the crowd is interpreted"
            ) from error
        for path in (built / "made").rglob(f"*{_SUFFIX}"):
            shutil.copy(path, root / path.relative_to(built / "made"))
    (root / RECORD).write_text(f"{wanted}\n{_compiler()}\n", encoding="ascii")


def _build(root: Path, built: Path) -> None:
    """Build into a folder; mypyc and setuptools are there where siaga is developed."""
    from mypyc.build import mypycify  # noqa: PLC0415 - whoever plays a run has neither
    from setuptools import Distribution  # noqa: PLC0415 - as above

    options = (*_OPTIONS, f"--cache-dir={built / 'cache'}")
    sources = [str(_source(root, name)) for name in MODULES]
    extensions = mypycify(
        [*options, *sources],
        opt_level="2",
        debug_level="0",
        target_dir=str(built / "written"),
        group_name="siaga.native",
    )
    command = Distribution({"name": "siaga", "ext_modules": extensions}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(built / "made"), str(built / "temp")
    command.ensure_finalized()
    command.run()


def _source(root: Path, name: str) -> Path:
    return root.joinpath(*name.split(".")).with_suffix(".py")


def _machine_code(root: Path) -> Iterator[Path]:
    return (root / "siaga").rglob(f"*{_SUFFIX}")


def _sources(root: Path) -> dict[str, bytes]:
    """Give what is in the modules that are compiled, and in those of the package that they depend on."""
    found: dict[str, bytes] = {}
    left = [*MODULES]
    while left:
        name = left.pop()
        path = _source(root, name)
        if name not in found and path.is_file():
            found[name] = path.read_bytes()
            left += _imported(found[name])
    return found


def _imported(content: bytes) -> Iterator[str]:
    """Name what a source imports of the package; what is named may be a module, or be in one."""
    for package, taken, module in _IMPORT.findall(content):
        yield (package or module).decode()
        for one in re.findall(rb"\w+", taken):
            yield f"{package.decode()}.{one.decode()}"


def _is_of(root: Path, wanted: str) -> bool:
    """Tell whether machine code is of sources with a digest, and of the mypy that is here, if one is."""
    try:
        recorded, made_by, *_ = [*(root / RECORD).read_text(encoding="ascii").splitlines(), "", ""]
    except (OSError, ValueError):
        return False
    return recorded == wanted and (_compiler() or made_by) == made_by


def _compiler() -> str:
    """Give the version of mypy, which mypyc is a part of; empty: it is not here."""
    try:
        return version("mypy")
    except PackageNotFoundError:
        return ""


def main(arguments: Sequence[str]) -> int:
    """Compile the crowd of this installation, or remove what was compiled; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m siaga.native", description=main.__doc__)
    parser.add_argument("--remove", action="store_true", help="have the sources interpreted")
    given = parser.parse_args(arguments)
    if given.remove:
        remove(ROOT)
        return ExitCode.GO
    try:
        compile_all(ROOT)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
    return ExitCode.GO


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
