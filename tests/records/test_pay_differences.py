"""A run of which the second calculator says something else is kept with it, told, and not approved."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.scope import operator
from dashboard.commands.pay_told import told_run
from dashboard.errors import Refused
from dashboard.paths import Home
from dashboard.pay import cycle, engine, second
from dashboard.pay.second_days import UnknownFeature
from dashboard.records import pay as records_of_pay
from dashboard.records.store import Records
from dashboard.text import tell
from tests.answers.built import Built
from tests.pay.paid_company import MAY, office_of, paid_shelf


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with paid_shelf() as made:
        yield made


def test_a_run_that_differs_by_a_cent_is_not_approved(
    shelf: Built, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_of(shelf, Home(tmp_path), records)
    rounded = engine.rounded

    def a_cent_more(amount: Fraction, rounding: Any) -> Decimal:
        return rounded(amount, rounding) + Decimal("0.01")

    with monkeypatch.context() as wrong:
        wrong.setattr(engine, "rounded", a_cent_more)
        number = office.run(operator(), MAY, "ops@x.gr").id
    with records.reading() as connection:
        kept = records_of_pay.run(connection, number)
    assert kept is not None
    earned = [one for one in kept.differences if one["kind"] == "earning"]
    assert [(one["payee"], one["stated"], one["recalculated"]) for one in earned] == [
        ("r1", "5.01", "5.00"), ("r2", "10.75", "10.74"),
    ]  # fmt: skip
    for language, listed in (("en", "earning commission is 5.01"), ("el", "earning commission είναι 5,01")):
        assert listed in told_run(language, records, kept, listed=True)
        assert str(len(kept.differences)) in told_run(language, records, kept)
    with pytest.raises(Refused) as caught:
        cycle.review(records, number, "boss@x.gr")
    assert "amounts differ" in tell("en", caught.value)
    clean = office.run(operator(), MAY, "ops@x.gr")
    assert not clean.differences
    cycle.review(records, clean.id, "boss@x.gr")
    assert cycle.approve(records, clean.id, "boss@x.gr").state == "approved"


def test_a_run_that_could_not_be_checked_is_not_approved(
    shelf: Built, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_of(shelf, Home(tmp_path), records)

    def unknown(*given: object) -> Decimal:
        raise UnknownFeature("rounding sideways")

    with monkeypatch.context() as odd:
        odd.setattr(second, "cut", unknown)
        made = office.run(operator(), MAY, "ops@x.gr")
    assert [one["payee"] for one in made.differences] == ["r1", "r2"]
    assert "rounding sideways" in told_run("en", records, made, listed=True)
    with pytest.raises(Refused):
        cycle.review(records, made.id, "boss@x.gr")
