"""What refuses a load as a whole: circles above a territory, and two truths on one day."""

import datetime as dt

import pytest

from tests.intake.conftest import Firm
from tests.intake.test_quarantine import table

NODE = ("territory_id", "name", "parent_id", "valid_from", "valid_to")
TERRITORIES = table("territories", *NODE)
WORK = ("rep_id", "territory_id", "role", "valid_from", "valid_to")
ASSIGNMENTS = table("assignments", *WORK)


def nodes(firm: Firm, *rows: str) -> None:
    firm.file("rows.csv", "\n".join([",".join(NODE), *rows]) + "\n")


@pytest.mark.parametrize(
    "rows",
    [
        ["a,A,a,,"],
        ["a,A,b,,", "b,B,a,,"],
        ["r,R,,,", "a,A,r,,", "b,B,d,,", "c,C,b,,", "d,D,c,,"],
        ["a,A,b,2026-01-01,2026-07-01", "b,B,a,2026-06-30,"],
    ],
)
def test_a_territory_that_is_its_own_ancestor(firm: Firm, rows: list[str]) -> None:
    nodes(firm, *rows)
    error = firm.refusal(TERRITORIES)
    assert error.key == "intake.stage.own_ancestor"
    assert error.values["file"] == "rows.csv"


def test_a_circle_names_its_first_day(firm: Firm) -> None:
    nodes(firm, "a,A,b,2026-01-01,2026-07-01", "b,B,a,2026-06-30,")
    assert firm.refusal(TERRITORIES).values["day"] == dt.date(2026, 6, 30)


def test_parent_and_child_may_change_places_from_one_day_to_the_next(firm: Firm) -> None:
    nodes(firm, "a,A,b,2026-01-01,2026-07-01", "b,B,,,2026-07-01", "a,A,,2026-07-01,", "b,B,a,2026-07-01,")
    assert firm.rows(TERRITORIES, "SELECT count(*) FROM model.territories") == [(4,)]


def work(firm: Firm, *rows: str) -> None:
    firm.file("rows.csv", "\n".join([",".join(WORK), *rows]) + "\n")


@pytest.mark.parametrize(
    "later",
    [
        "a,t,owner,2026-03-01,",
        "a,t,,2026-05-31,2026-06-01",
        "a,t,owner,2025-01-01,",
        "a,t,owner,2026-01-01,2026-02-01",
    ],
)
def test_overlapping_assignments_name_both_rows(firm: Firm, later: str) -> None:
    work(firm, "b,t,owner,2026-01-01,", "a,t,owner,2026-01-01,2026-06-01", later)
    error = firm.refusal(ASSIGNMENTS)
    assert error.key == "intake.stage.overlap"
    assert (error.values["record"], error.values["other_record"]) == (2, 3)
    assert error.values["of"] == "a / t / owner"


@pytest.mark.parametrize(
    "later", ["a,t,owner,2026-06-01,", "a,t,overlay,2026-01-01,", "a,u,owner,2026-01-01,"]
)
def test_neighbours_and_other_roles_do_not_overlap(firm: Firm, later: str) -> None:
    work(firm, "a,t,owner,2026-01-01,2026-06-01", later)
    assert firm.rows(ASSIGNMENTS, "SELECT count(*) FROM model.assignments") == [(2,)]


def test_the_same_row_twice_is_a_duplicate_and_no_overlap(firm: Firm) -> None:
    work(firm, "a,t,owner,2026-01-01,", "a,t,owner,2026-01-01,")
    assert firm.rows(ASSIGNMENTS, "SELECT rule, source_record FROM model.quarantine") == [
        ("key.duplicate", 2)
    ]


def test_one_customer_has_one_territory_a_day(firm: Firm) -> None:
    columns = ("customer_id", "territory_id", "valid_from", "valid_to")
    firm.file("rows.csv", ",".join(columns) + "\nk,t,2026-01-01,\nk,u,2026-02-01,\n")
    error = firm.refusal(table("alignments", *columns))
    assert (error.key, error.values["of"], error.values["day"]) == (
        "intake.stage.overlap", "k", dt.date(2026, 2, 1)
    )  # fmt: skip
