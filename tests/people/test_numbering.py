"""Everybody gets a NIK of their own that looks drawn and can belong to no person."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.people.dice import Dice
from siaga.people.identity import Gender, is_number
from siaga.people.nik import LAUNCH_DAY, Nik
from siaga.people.numbering import Numbering, _scattering, born_between
from siaga.people.permutation import Permutation

EVERYBODY = 10**13
NUMBERS = st.integers(0, EVERYBODY - 1)


def age_years(born: date, day: date) -> int:
    """Count birthdays; the one of 29 February is on 1 March where there is no 29th."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def number_of(numbering: Numbering, nik: Nik) -> int:
    """Go the way from number to NIK backwards."""
    region = numbering._regions.index(nik.region)
    born = numbering._born.index(nik.birth_date)
    side = (list(Gender).index(nik.gender) - nik.serial) % 2
    place = (region * len(numbering._born) + born) * 2 + side
    return numbering.niks.inverse(place * 9999 + numbering._serials.index(nik.serial))


@given(number=NUMBERS)
def test_a_nik_leads_back_to_its_only_owner(numbering: Numbering, number: int) -> None:
    """Every step from number to NIK can be undone, so no NIK has two owners."""
    nik, _, _ = numbering.nik(number)
    assert number_of(numbering, Nik.parse(nik)) == number


def test_every_digit_is_looked_up_in_a_complete_order(numbering: Numbering) -> None:
    """Regions, birth dates and serials each appear once, from first to last."""
    codes = [f"{two:02d}" for two in range(1, 100)]
    assert sorted(numbering._regions) == [
        f"{province}{regency}{district}"
        for province in (97, 98, 99)
        for regency in codes
        for district in codes
    ]
    assert sorted(numbering._serials) == list(range(1, 10_000))
    born = sorted(numbering._born)
    assert (born[0], born[-1]) == born_between(LAUNCH_DAY)
    assert all((later - earlier).days == 1 for earlier, later in pairwise(born))


@given(number=NUMBERS)
def test_what_is_said_of_a_person_agrees_with_the_nik(numbering: Numbering, number: int) -> None:
    """Birth date and gender beside the NIK are those inside it, and the province is nobody's."""
    text, birth_date, gender = numbering.nik(number)
    nik = Nik.parse(text)
    assert (nik.birth_date, nik.gender) == (birth_date, gender)
    assert nik.province in {97, 98, 99}
    assert 18 <= age_years(birth_date, LAUNCH_DAY) <= 64


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)))
def test_those_of_18_to_64_are_born_between_two_days(day: date) -> None:
    """The first and last birth dates are in, the days beside them are out."""
    first, last = born_between(day)
    assert age_years(first, day) == 64
    assert age_years(last, day) == 18
    assert age_years(date.fromordinal(first.toordinal() - 1), day) == 65
    assert age_years(date.fromordinal(last.toordinal() + 1), day) == 17


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)))
def test_there_are_niks_enough_on_every_reference_day(day: date) -> None:
    """A million epochs of ten million people fit, whatever the leap years."""
    first, last = born_between(day)
    assert 3 * 99 * 99 * ((last - first).days + 1) * 2 * 9999 >= EVERYBODY


def test_the_space_is_as_large_as_its_digits(numbering: Numbering) -> None:
    """47 years with 12 leap days are 17,167 birth dates."""
    assert numbering.niks.size == 29_403 * 17_167 * 2 * 9_999
    assert numbering.niks.size >= EVERYBODY


@given(first=st.integers(0, EVERYBODY - 50))
def test_neighbours_share_neither_region_nor_birth_date(numbering: Numbering, first: int) -> None:
    """Two people in a row never have the same region or the same birth date."""
    niks = [Nik.parse(numbering.nik(first + i)[0]) for i in range(50)]
    for one, next_one in pairwise(niks):
        assert one.region != next_one.region
        assert one.birth_date != next_one.birth_date


class LoadedDice(Dice):
    """Dice that draw four permutations whose neighbours can meet, then one whose cannot."""

    def permutations(self, size: int) -> Iterator[Permutation]:
        """Give strides of so many regions, days of 11 and places of 7."""
        strides = ((0, 4, 1), (29_402, 4, 2), (5, 0, 1), (5, 10, 2), (5, 4, 2))
        for region, day, low in strides:
            yield Permutation(size=size, step=(region * 11 + day) * 7 + low, offset=0)


def test_a_stride_with_which_neighbours_can_meet_is_thrown_again() -> None:
    """No stride is taken whose region or day digit is the first or the last: a carry undoes it."""
    drawn = _scattering(LoadedDice(0, "nik"), days=11, below=7)
    assert drawn == Permutation(size=29_403 * 11 * 7, step=(5 * 11 + 4) * 7 + 2, offset=0)


def test_numbers_look_drawn(numbering: Numbering) -> None:
    """Of 10,000 in a row half are women, no long turn is of one gender, each age has its share."""
    made = [numbering.nik(number) for number in range(10_000)]
    genders = [gender for _, _, gender in made]
    ages = Counter(age_years(born, LAUNCH_DAY) for _, born, _ in made)
    assert 0.47 < genders.count(Gender.FEMALE) / len(genders) < 0.53
    assert 8 <= max(len(list(turn)) for _, turn in groupby(genders)) <= 30
    assert set(ages) == set(range(18, 65))
    assert max(ages.values()) < 2 * min(ages.values())


@given(household=st.integers(0, 8_000_000))
def test_a_kk_is_issued_in_a_region_that_nobody_has(numbering: Numbering, household: int) -> None:
    """A KK is 16 digits: synthetic region, a recording day of the last 15 years, serial."""
    kk = numbering.kk(household)
    assert is_number(kk)
    assert "97" <= kk[:2] <= "99"
    read = Nik.parse(kk)
    assert read.gender is Gender.MALE
    assert date(2005, 4, 11) <= read.birth_date <= LAUNCH_DAY


def test_households_have_different_cards(numbering: Numbering) -> None:
    """20,000 households have 20,000 KKs."""
    assert len({numbering.kk(household) for household in range(20_000)}) == 20_000


def test_another_seed_numbers_otherwise() -> None:
    """Two seeds have no NIK in common among the first 1,000."""
    one, other = Numbering(1), Numbering(2)
    assert not {one.nik(i)[0] for i in range(1000)} & {other.nik(i)[0] for i in range(1000)}


@pytest.mark.parametrize("day", [date(1969, 12, 31), date(2101, 1, 1)])
def test_a_reference_day_far_away_is_refused(day: date) -> None:
    """The refusal says the day and the years that are allowed."""
    with pytest.raises(ValueError, match=f"reference day: {day} is out of range; a day in 1970"):
        Numbering(1, day)


def test_people_are_of_age_on_another_reference_day() -> None:
    """The ages are counted on the day that was asked for, also on a leap day."""
    day = date(2028, 2, 29)
    numbering = Numbering(1, day)
    ages = {age_years(numbering.nik(number)[1], day) for number in range(2000)}
    assert ages == set(range(18, 65))
