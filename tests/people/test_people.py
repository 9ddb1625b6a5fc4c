"""People are the same wherever they are made, and nobody is met twice."""

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from faker.providers.person.id_ID import Provider
from hypothesis import given
from hypothesis import strategies as st

from siaga.people.identity import Gender
from siaga.people.nik import Nik
from siaga.people.people import People

ROOT = Path(__file__).parents[2]
INDEXES = st.integers(0, 9_999_999)
PRINT_DIGEST = """
import hashlib
from siaga.people.people import People
people = People(seed=7, epoch=12)
made = {index: people.identity(index) for index in reversed(range(0, 9_999_999, 99_999))}
print(hashlib.sha256(repr(sorted(made.items(), key=lambda one: one[0])).encode()).hexdigest())
"""


@pytest.mark.parametrize(
    ("hash_seed", "locale"), [("0", "C"), ("1", "ja_JP.UTF-8"), ("4711", "de_DE.UTF-8")]
)
def test_another_process_makes_the_same_people(people: People, hash_seed: str, locale: str) -> None:
    """Hash seed, locale and the order of asking have no say in who a person is."""
    made = [(index, people.identity(index)) for index in range(0, 9_999_999, 99_999)]
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "LANG": locale, "LC_ALL": locale}
    ran = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout.strip() == hashlib.sha256(repr(made).encode()).hexdigest()


def test_nobody_of_one_epoch_is_met_in_the_next() -> None:
    """200,000 people of two epochs have as many NIKs, e-mails and phones."""
    made = [
        people.identity(index)
        for people in (People(seed=7, epoch=0), People(seed=7, epoch=1))
        for index in range(100_000)
    ]
    for attribute in ("nik", "email", "phone"):
        assert len({getattr(one, attribute) for one in made}) == 200_000


@given(index=INDEXES)
def test_a_person_agrees_with_the_nik(people: People, index: int) -> None:
    """Birth date and gender of a person are those that the NIK tells, and both numbers are nobody's."""
    one = people.identity(index)
    nik = Nik.parse(one.nik)
    assert (nik.birth_date, nik.gender) == (one.birth_date, one.gender)
    assert nik.synthetic
    assert one.kk[:2] in {"97", "98", "99"}
    assert one.index == index


@given(index=INDEXES)
def test_a_name_agrees_with_the_gender(people: People, index: int) -> None:
    """Given and family name are in Faker's Indonesian lists of the person's gender."""
    one = people.identity(index)
    given_name, family_name = one.name.split(" ")
    if one.gender is Gender.FEMALE:
        assert given_name in Provider.first_names_female
        assert family_name in Provider.last_names_female
    else:
        assert given_name in Provider.first_names_male
        assert family_name in Provider.last_names_male


@given(index=INDEXES)
def test_contacts_can_reach_nobody(people: People, index: int) -> None:
    """E-mails are readable and under .test, phones are E.164 numbers that no operator has."""
    one = people.identity(index)
    given_name, family_name = one.name.lower().split(" ")
    number = 12 * 10_000_000 + index
    assert one.email == f"{given_name}.{family_name}.{number}@pendaftar.test"
    assert re.fullmatch(r"\+6284\d{11}", one.phone, re.ASCII)
    assert len(one.phone.removeprefix("+")) <= 15


@given(index=INDEXES)
def test_a_password_satisfies_the_usual_rules(people: People, index: int) -> None:
    """Passwords have capital and small letters, digits and a sign, and 20 characters."""
    password = people.identity(index).password
    assert re.fullmatch(r"Pw1-[0-9a-f]{16}", password, re.ASCII)
    assert password != people.identity(index ^ 1).password


def test_six_people_live_in_five_households(people: People) -> None:
    """12,000 people have 10,000 KKs, one in five shared by two people."""
    members = Counter(people.identity(index).kk for index in range(12_000))
    assert Counter(members.values()) == {1: 8_000, 2: 2_000}


def phone_block(people: People) -> int:
    """Give where the phones of an epoch begin, before they are scattered."""
    return people._phones.inverse(int(people.identity(0).phone.removeprefix("+6284")))


def test_phones_are_scattered_from_blocks_without_a_gap(people: People) -> None:
    """The phones of an epoch are a block of numbers in order, scattered one-to-one."""
    begin = phone_block(people)
    for index in (1, 2, 99_999, 9_999_999):
        phone = int(people.identity(index).phone.removeprefix("+6284"))
        assert people._phones.inverse(phone) == (begin + index) % 10**11


@pytest.mark.parametrize(
    ("epoch", "begin"),
    [
        (0, 0),
        (1, 10_000_000),
        (9_999, 99_990_000_000),
        (10_000, 100_000),
        (10_001, 10_100_000),
        (999_999, 99_999_900_000),
    ],
)
def test_blocks_of_phones_begin_100_000_apart(epoch: int, begin: int) -> None:
    """Every 10,000 epochs the blocks begin again, 100,000 further on."""
    assert phone_block(People(seed=7, epoch=epoch)) == begin


def test_a_person_of_numpy_is_the_person(people: People) -> None:
    """Visitors counted by numpy get the identity of the plain number, in plain numbers."""
    one = people.identity(np.int64(9_999_999))  # type: ignore[arg-type]
    assert one == people.identity(9_999_999)
    assert type(one.index) is int


def test_another_reference_day_makes_people_of_age_on_it() -> None:
    """With a day in 2026 nobody is born after the 18 years before it."""
    day = date(2026, 6, 1)
    people = People(seed=7, epoch=0, reference_day=day)
    born = [people.identity(index).birth_date for index in range(3_000)]
    assert date(1961, 6, 2) <= min(born) < date(1962, 6, 2)
    assert date(2007, 6, 1) < max(born) <= date(2008, 6, 1)


@pytest.mark.parametrize("index", [-1, 10_000_000])
def test_an_index_out_of_range_is_refused(people: People, index: int) -> None:
    """The refusal says the index and the range."""
    message = f"index: {index} is out of range; 0 to 9999999 is allowed"
    with pytest.raises(ValueError, match=message):
        people.identity(index)


def test_an_index_that_is_no_whole_number_is_refused(people: People) -> None:
    """Half a person cannot be asked for."""
    with pytest.raises(TypeError, match="float"):
        people.identity(0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("epoch", [-1, 1_000_000])
def test_an_epoch_out_of_range_is_refused(epoch: int) -> None:
    """The refusal says the epoch and the range."""
    message = f"epoch: {epoch} is out of range; 0 to 999999 is allowed"
    with pytest.raises(ValueError, match=message):
        People(seed=7, epoch=epoch)


def test_a_seed_below_zero_is_refused() -> None:
    """The refusal says the seed and what is allowed."""
    with pytest.raises(ValueError, match="seed: -5 is below 0; 0 and above is allowed"):
        People(seed=-5, epoch=0)
