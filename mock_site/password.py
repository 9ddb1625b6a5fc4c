"""The password as the site keeps it: scrypt with a salt of its own and the cost it was made at."""

import base64
import hashlib
import hmac

from mock_site.settings import ScryptCost

SALT_BYTES = 16
KEY_BYTES = 32


def hashed(password: str, salt: bytes, cost: ScryptCost) -> str:
    """Hash a password as `scrypt$n$r$p$salt$key` (RFC 7914).

    Args:
        password: as the visitor wrote it.
        salt: random, 16 bytes.
        cost: of the hash.

    Raises:
        ValueError: the salt has another length.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"salt: has {len(salt)} bytes; it must have {SALT_BYTES}")
    key = _key(password, salt, cost)
    texts = [base64.b64encode(part).decode("ascii") for part in (salt, key)]
    return "$".join(["scrypt", str(cost.n), str(cost.r), str(cost.p), *texts])


def matches(password: str, kept: str) -> bool:
    """Tell whether a password is the one that was hashed, in constant time.

    Raises:
        ValueError: what was kept is no hash of this module.
    """
    name, n, r, p, salt, key = kept.split("$")
    if name != "scrypt":
        raise ValueError(f"kept password: is a {name} hash; it must be scrypt")
    cost = ScryptCost(n=int(n), r=int(r), p=int(p))
    return hmac.compare_digest(_key(password, base64.b64decode(salt), cost), base64.b64decode(key))


def _key(password: str, salt: bytes, cost: ScryptCost) -> bytes:
    # OpenSSL refuses above 32 MiB unless told; scrypt itself needs 128 * r * (n + p + 2) bytes.
    memory_bytes = 128 * cost.r * (cost.n + cost.p + 2)
    return hashlib.scrypt(
        password.encode("utf-8"),
        salt=salt,
        n=cost.n,
        r=cost.r,
        p=cost.p,
        maxmem=2 * memory_bytes,
        dklen=KEY_BYTES,
    )
