"""A password is kept so that it can be compared and not read."""

import base64
import hashlib

import pytest

from mock_site.password import hashed, matches
from mock_site.settings import SCRYPT_COSTS, Preset, ScryptCost

SALT = b"sixteen bytes ok"
COST = ScryptCost(n=16, r=1, p=1)


def test_a_hash_says_how_it_was_made() -> None:
    """Cost, salt and key are kept, and the key is the one that scrypt gives for them."""
    key = hashlib.scrypt(b"rahasia-sekali", salt=SALT, n=16, r=1, p=1, dklen=32)
    texts = [base64.b64encode(part).decode() for part in (SALT, key)]
    assert hashed("rahasia-sekali", SALT, COST) == "scrypt$16$1$1$" + "$".join(texts)


@pytest.mark.parametrize("preset", list(Preset))
def test_only_the_right_password_matches(preset: Preset) -> None:
    """At either cost the right password matches and a wrong one does not."""
    kept = hashed("rahasia-sekali", SALT, SCRYPT_COSTS[preset])
    assert matches("rahasia-sekali", kept)
    assert not matches("rahasia-sekalj", kept)


def test_another_salt_gives_another_hash() -> None:
    """Equal passwords are kept differently."""
    assert hashed("same", SALT, COST) != hashed("same", b"SIXTEEN BYTES OK", COST)


def test_a_salt_of_another_length_is_refused() -> None:
    """The message says how long it is and has to be."""
    with pytest.raises(ValueError, match=r"^salt: has 3 bytes; it must have 16$"):
        hashed("x", b"abc", COST)


def test_a_hash_of_another_kind_is_refused() -> None:
    """Nothing is compared with what this module did not write."""
    with pytest.raises(ValueError, match=r"^kept password: is a bcrypt hash; it must be scrypt$"):
        matches("x", "bcrypt$1$2$3$4$5")
