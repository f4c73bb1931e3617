"""The headline is right whatever the numbers are, and says nothing that they do not."""

from decimal import Decimal

import pytest

from dashboard.pages.headline import Part, Standing, because, headline
from dashboard.text.formats import NO_BREAK

D = Decimal
NORTH, SOUTH = Part("North", D(-71)), Part("South", D(-29))


def parts(**gaps: int) -> tuple[Part, ...]:
    return tuple(Part(name, D(gap)) for name, gap in gaps.items())


def plain(told: str) -> str:
    """With ordinary blanks, for reading here."""
    return told.replace(NO_BREAK, " ")


SAID = [
    # under quota, with somebody to whom most of it belongs
    (
        Standing(D(900), D(1000), D(850), (NORTH, SOUTH), D("0.98")),
        (
            "Net sales are 10.0% under quota and 5.9% above the prior year. "
            "North explains 71% of the gap. The year lands at 98.0% of quota."
        ),
    ),
    # one falls short of more than all are short together
    (
        Standing(D(900), D(1000), D(1000), parts(N=-120, S=20)),
        "Net sales are 10.0% under quota and 10.0% below the prior year. N explains the whole gap.",
    ),
    # above quota
    (
        Standing(D(1100), D(1000), D(1100), parts(N=130, S=-30), D("1.2")),
        (
            "Net sales are 10.0% above quota and level with the prior year. "
            "N brings the whole surplus. The year lands at 120.0% of quota."
        ),
    ),
    (Standing(D(1100), D(1000), None, parts(N=80, S=40, W=-20)),
     "Net sales are 10.0% above quota. N brings 80% of the surplus."),
    # everybody is on plan
    (Standing(D(1100), D(1000), None, parts(N=60, S=40)),
     "Net sales are 10.0% above quota. All 2 territories are at or above quota."),
    (Standing(D(1000), D(1000), None, parts(N=0, S=0)),
     "Net sales are on quota. All 2 territories are at or above quota."),
    # what rounds to nothing is no gap, and nobody explains it
    (Standing(D("999.9"), D(1000), None, (Part("N", D("-0.1")), Part("S", D(0)))), "Net sales are on quota."),
    # one territory alone explains nothing
    (Standing(D(900), D(1000), None, parts(N=-100)), "Net sales are 10.0% under quota."),
    # no quota, no year before, neither
    (Standing(D(900), None, D(1000)), "Net sales are 10.0% below the prior year."),
    (Standing(D(900), D(0), D(1000)), "Net sales are 10.0% below the prior year."),
    (Standing(D(900), D(1000), D(0)), "Net sales are 10.0% under quota."),
    (Standing(D(900), D(1000), D(-50)), "Net sales are 10.0% under quota."),
    (Standing(D(900)), "Net sales are 900 €; there is no quota and no prior year beside them."),
    # nothing, and less than nothing
    (Standing(None, D(1000), D(900), parts(N=-1000, S=0)), "Nothing was sold on these days."),
    (Standing(D(0), D(1000)), "Nothing was sold on these days."),
    (Standing(D(-120), D(1000), D(900), parts(N=-900, S=-220), D("-0.1")),
     "Net sales are below zero, at −120 €."),
]  # fmt: skip


@pytest.mark.parametrize(("standing", "sentence"), SAID)
def test_it_says_what_the_numbers_say(standing: Standing, sentence: str) -> None:
    assert plain(headline("en", standing)) == sentence


@pytest.mark.parametrize("standing", [standing for standing, _ in SAID])
def test_greek_says_as_many_sentences(standing: Standing) -> None:
    told = headline("el", standing)
    assert told.count(". ") == headline("en", standing).count(". ")
    assert told.isascii() is False


def test_greek_reads_as_greek() -> None:
    assert headline("el", SAID[0][0]) == (
        "Οι πωλήσεις είναι 10,0% κάτω από τον στόχο και 5,9% πάνω από πέρσι. "
        "Το 71% της διαφοράς είναι από την περιοχή North. Το έτος κλείνει στο 98,0% του στόχου."
    )


def test_the_amounts_behind_it() -> None:
    told = plain(because("en", Standing(D(900), D(1000), None, parts(N=-120, S=5, W=15))))
    assert told == "N is 120 € short, the other 2 together are 20 € ahead"
    # What is sold where there is no quota stands in the whole and in nobody's gap.
    told = plain(because("en", Standing(D(950), D(1000), None, parts(N=-120, S=20))))
    assert told == "N is 120 € short, the other one is 20 € ahead"


@pytest.mark.parametrize(
    "standing",
    [
        Standing(D(900), D(1000), None, parts(N=-100)),
        Standing(D(1000), D(1000), None, parts(N=-1, S=1)),
        Standing(D(900), None, None, parts(N=-100, S=-20)),
    ],
)
def test_nobody_is_named_where_nobody_stands_out(standing: Standing) -> None:
    assert because("en", standing) == ""
