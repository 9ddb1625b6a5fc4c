"""Measures how much CPU a million identities take, and counts what must not repeat among them."""

import sys
import time

from siaga.people.people import People

PEOPLE = 1_000_000


def main() -> int:
    """Print the CPU seconds of a million identities and how many numbers of each kind differ."""
    started_s = time.process_time()
    people = People(seed=1, epoch=1)
    built_s = time.process_time() - started_s
    started_s = time.process_time()
    for index in range(PEOPLE):
        people.identity(index)
    made_s = time.process_time() - started_s
    print(f"building the people         {built_s:10.2f} s of CPU")
    print(f"{PEOPLE:,} identities        {made_s:10.2f} s of CPU")
    numbers: dict[str, set[str]] = {"NIKs": set(), "e-mails": set(), "phones": set(), "KKs": set()}
    for index in range(PEOPLE):
        one = people.identity(index)
        seen = (one.nik, one.email, one.phone, one.kk)
        for distinct, number in zip(numbers.values(), seen, strict=True):
            distinct.add(number)
    for name, distinct in numbers.items():
        print(f"distinct {name:<19}{len(distinct):>10,}")
    alone = ("NIKs", "e-mails", "phones")
    return 0 if all(len(numbers[name]) == PEOPLE for name in alone) else 1


if __name__ == "__main__":
    sys.exit(main())
