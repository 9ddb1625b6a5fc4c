"""Claims about the native code: it is what the sources say, or there is none."""

import os
import shutil
import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from siaga import native
from siaga.errors import ExitCode, UsageError

PLAIN = """
def twice(number: int) -> int:
    return 2 * number
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a package of one module that is to be compiled."""
    package = tmp_path / "siaga"
    package.mkdir()
    (package / "__init__.py").write_text('"""A package."""\n', encoding="utf-8")
    (package / "plain.py").write_text(PLAIN, encoding="ascii")
    monkeypatch.setattr(native, "MODULES", ("siaga.plain",))
    monkeypatch.setattr(native, "ROOT", tmp_path)
    return tmp_path


def _compiled(root: Path, digest: str | None = None) -> Path:
    """Have the module compiled as if from the sources with a digest, its own by default."""
    path = root / "siaga" / f"plain{EXTENSION_SUFFIXES[0]}"
    path.write_bytes(b"machine code")
    made_by = version("mypy")
    (root / native.RECORD).write_text(f"{digest or native.digest(root)}\n{made_by}\n", encoding="ascii")
    return path


def test_every_module_that_is_to_be_compiled_is_there() -> None:
    """And none of them is named twice."""
    assert len(set(native.MODULES)) == len(native.MODULES)
    assert len(native.digest(native.ROOT)) == 64


def test_sources_alone_are_interpreted(root: Path) -> None:
    """Also where another Python has compiled them for itself."""
    (root / "siaga" / "plain.cpython-39-x86_64-linux-gnu.so").write_bytes(b"of another")
    assert native.form(root) == "interpreted"


def test_what_was_compiled_from_these_sources_is_used(root: Path) -> None:
    """It says so."""
    _compiled(root)
    assert native.form(root) == "compiled"


@pytest.mark.parametrize("digest", [None, "0" * 64, "", "ü"], ids=["changed", "other", "none", "broken"])
def test_what_was_compiled_from_other_sources_is_refused(root: Path, digest: str | None) -> None:
    """Nobody is to test, or to run, what is written nowhere any more."""
    _compiled(root)
    if digest is None:
        (root / "siaga" / "plain.py").write_text(PLAIN.replace("2", "3"), encoding="utf-8")
    else:
        (root / native.RECORD).write_text(digest, encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"of other sources than these, or .* another mypy; `make setup`"
    ):
        native.form(root)


def test_machine_code_without_a_record_is_refused(root: Path) -> None:
    """Nobody knows what it is of."""
    _compiled(root)
    (root / native.RECORD).unlink()
    with pytest.raises(UsageError, match="other sources"):
        native.form(root)


@pytest.mark.parametrize(
    "imported",
    [
        "from siaga.types import Number",
        "from siaga import types",
        "from siaga import (\n    nothing,\n    types,\n)",
        "import siaga.types",
        "def late() -> None:\n    from siaga.types import Number",
        "from siaga.between import Number",
    ],
)
def test_what_compiled_sources_import_counts_as_they_do(root: Path, imported: str) -> None:
    """Machine code is made for its types; a module that nobody imports may change."""
    (root / "siaga" / "plain.py").write_text(f"{imported}\n", encoding="ascii")
    (root / "siaga" / "between.py").write_text("from siaga.types import Number\n", encoding="ascii")
    for name in ("types", "stranger"):
        (root / "siaga" / f"{name}.py").write_text("Number = int\n", encoding="ascii")
    _compiled(root)
    (root / "siaga" / "stranger.py").write_text("Number = str\n", encoding="ascii")
    assert native.form(root) == "compiled"
    (root / "siaga" / "types.py").write_text("Number = str\n", encoding="ascii")
    with pytest.raises(UsageError, match="other sources"):
        native.form(root)


def test_what_another_mypy_has_compiled_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is compiled anew; where there is no mypy what was compiled is used."""
    _compiled(root)
    monkeypatch.setattr(native, "version", lambda _name: "0.1")
    with pytest.raises(UsageError, match="another mypy"):
        native.form(root)

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(native, "version", missing)
    assert native.form(root) == "compiled"


def test_the_digest_is_of_far_more_modules_than_are_compiled() -> None:
    """And of no more than they depend on."""
    depends = native._sources(native.ROOT)
    assert {*native.MODULES, "siaga.crowd.unserved", "siaga.record.tally"} < depends.keys()
    assert not {"siaga.native", "siaga.report.page", "siaga.judge.run"} & depends.keys()


def test_what_is_removed_is_interpreted_again(root: Path) -> None:
    """From the next process on; twice is harmless."""
    path = _compiled(root)
    for _ in range(2):
        assert native.main(["--remove"]) == ExitCode.GO
        assert (path.exists(), native.form(root)) == (False, "interpreted")


def test_what_is_there_already_is_not_compiled_again(root: Path) -> None:
    """It is left as it is."""
    path = _compiled(root)
    assert native.main([]) == ExitCode.GO
    assert path.read_bytes() == b"machine code"


def test_without_a_compiler_nothing_is_tried(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said at once, each time that somebody says `make`."""
    tried: list[Path] = []
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(native, "_build", lambda *folders: tried.extend(folders))
    with pytest.raises(UsageError, match=r"\(there is no .*\); the crowd is interpreted"):
        native.compile_all(root)
    assert (tried, native.form(root)) == ([], "interpreted")


def test_without_a_compiler_the_sources_are_interpreted(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It says why, and what was compiled from others is gone."""
    path = _compiled(root, "0" * 64)

    def missing(_root: Path, _built: Path) -> None:
        raise OSError("cc: not found")

    monkeypatch.setattr(native, "_build", missing)
    assert native.main([]) == ExitCode.GO
    assert "native code: cannot be compiled here" in capfd.readouterr().err
    assert (path.exists(), native.form(root)) == (False, "interpreted")


@pytest.mark.skipif(
    not (shutil.which("cc") and os.environ.get("SIAGA_REQUIRE_COMPONENTS")),
    reason="no C compiler is here, or nobody has said that all has to be",
)
def test_where_there_is_a_compiler_the_crowd_is_compiled() -> None:
    """A module that mypyc refuses does not go unnoticed."""
    assert native.form() == "compiled"


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler is here")
def test_what_mypyc_refuses_is_said_with_its_words(root: Path) -> None:
    """And there is no machine code of it; what it only remarks is not said."""
    (root / "siaga" / "plain.py").write_text("one: int = 'text'\n", encoding="ascii")
    names = 'from pathlib import Path; from siaga import native; native.MODULES = ("siaga.plain",)'
    make = f"{names}; native.compile_all(Path({str(root)!r}))"
    done = subprocess.run([sys.executable, "-c", make], capture_output=True, text=True, check=False)
    assert "cannot be compiled here" in done.stderr
    assert "Incompatible types in assignment" in done.stderr
    assert native.form(root) == "interpreted"


def test_the_crowd_of_these_tests_is_what_it_is_said_to_be() -> None:
    """A process imports machine code where there is some, and sources elsewhere."""
    command = "import siaga.crowd.headers as one; print(one.__file__)"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    is_source = done.stdout.strip().endswith(".py")
    assert is_source == (native.form() == "interpreted")


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler is here")
def test_sources_are_compiled_by_mypyc(root: Path) -> None:
    """And do what they say."""
    names = 'from pathlib import Path; from siaga import native; native.MODULES = ("siaga.plain",)'
    make = f"{names}; native.compile_all(Path({str(root)!r}))"
    done = subprocess.run([sys.executable, "-c", make], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert native.form(root) == "compiled"
    ask = "import siaga.plain as one; print(one.twice(21), one.__file__)"
    said = subprocess.run(
        [sys.executable, "-c", ask], cwd=root, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["42", str(root / "siaga" / f"plain{EXTENSION_SUFFIXES[0]}")]
