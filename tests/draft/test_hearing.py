"""Claims about what was heard in a recording: nothing private of it is written anywhere."""

from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from siaga.cli.imports import told
from siaga.draft.har_draft import HarDraft
from tests.draft.drafted import drafted
from tests.draft.recorded import page
from tests.draft.secretive import SECRETS, full_of_secrets


def output(draft: HarDraft) -> str:
    """Give all that is written, in files and at the terminal."""
    lines = told(draft, Path("imported"))
    return "\n".join([*draft.files.values(), *lines])


def test_a_recording_full_of_secrets_leaves_none_of_them_anywhere() -> None:
    """Not in the journey, not in the scenario, not in what is said at the terminal."""
    draft = drafted(full_of_secrets(SECRETS), acknowledges="POST /register")
    text = output(draft).lower()
    assert [one for one in SECRETS.values() if one.lower() in text] == []
    for part in ("larsson", "svensson", "greta", "hemlig", "storgatan", "sjukdom", "nemo", "4711"):
        assert part not in text


@settings(max_examples=40, deadline=None, phases=[Phase.generate])
@given(
    st.dictionaries(
        st.sampled_from(
            sorted(SECRETS.keys() - {"host", "user", "nik", "page", "name_of_json", "email"})
        ),
        st.from_regex(r"[A-Z][a-z]{2,8}[ .-][A-Z][a-z]{3,9}[0-9]{2}", fullmatch=True),
    )
)
def test_no_secret_is_written_whatever_stands_where(others: dict[str, str]) -> None:
    """Names with numbers behind them, in any of the places, and the same in several of them."""
    secrets = SECRETS | {
        place: value.replace(" ", "-") if place in {"path", "token"} else value
        for place, value in others.items()
    }
    text = output(drafted(full_of_secrets(secrets))).lower()
    assert [one for one in secrets.values() if one.lower() in text] == []


def test_what_stands_behind_a_name_in_a_path_is_not_called_by_it() -> None:
    """Neither what an answer handed out nor what the environment has to give."""
    way = [
        page("/", "<a href='/users/greta/8831'>one</a>"),
        page("/users/greta/8831", at_s=1),
        page("/users/greta/7742", at_s=2),
    ]
    text = output(drafted(way))
    assert "greta" not in text.lower()
    assert "8831" not in text
