"""The catalogue of attacks: how each case of abuse is tried."""

from collections.abc import Mapping
from types import MappingProxyType

from siaga.crowd.attacks import (
    codes,
    files,
    floods,
    heads,
    keys,
    log_ins,
    passes,
    people,
    seats,
    slow,
    steps,
    strangers,
    texts,
)
from siaga.crowd.mob import Attack

ATTACKS: Mapping[str, Attack] = MappingProxyType(
    {
        "race-one-person": seats.race_one_person,
        "race-last-seats": seats.race_last_seats,
        "one-person-many-accounts": people.one_person_many_accounts,
        "many-people-one-account": people.many_people_one_account,
        "key-other-payload": keys.key_other_payload,
        "key-of-another": keys.key_of_another,
        "step-skip": steps.step_skip,
        "too-fast": steps.too_fast,
        "queue-forged": passes.queue_forged,
        "queue-shared": passes.queue_shared,
        "session-forged": passes.session_forged,
        "session-after-logout": passes.session_after_logout,
        "code-guessing": codes.code_guessing,
        "code-of-another": codes.code_of_another,
        "code-replay": codes.code_replay,
        "code-flood": codes.code_flood,
        "mail-flood": codes.mail_flood,
        "password-guessing": log_ins.password_guessing,
        "forged-forwarding": log_ins.forged_forwarding,
        "credential-stuffing": log_ins.credential_stuffing,
        "ids-guessed": strangers.ids_guessed,
        "cross-site": strangers.cross_site,
        "disguised-flood": floods.disguised_flood,
        "mass-accounts": people.mass_accounts,
        "hold-and-abandon": seats.hold_and_abandon,
        "sniping": seats.sniping,
        "framing": heads.framing,
        "long-heads": heads.long_heads,
        "slow-heads": slow.slow_heads,
        "slow-bodies": slow.slow_bodies,
        "slow-readers": slow.slow_readers,
        "hoarding": slow.hoarding,
        "large-bodies": texts.large_bodies,
        "odd-json": texts.odd_json,
        "long-texts": texts.long_texts,
        "look-alikes": texts.look_alikes,
        "wrong-kind": texts.wrong_kind,
        "injection": texts.injection,
        "odd-files": files.odd_files,
        "endless-uploads": files.endless_uploads,
    }
)
"""Every attack by the name of its case."""
