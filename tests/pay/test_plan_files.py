"""The demo company's plans: each is sound, and together they use all that a plan may say."""

import csv
import typing
from fractions import Fraction
from itertools import pairwise

import pytest
from pydantic import BaseModel

from dashboard.paths import DATA
from dashboard.pay import plan as schema
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import shares_target
from dashboard.pay.tables import Scaled
from tests.pay.written import DEMO, FILES, plan_of


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_plan_of_the_repository_is_sound(file: typing.Any) -> None:
    assert plan_of(file).key


def test_versions_of_a_plan_follow_each_other() -> None:
    versions: dict[str, list[Plan]] = {}
    for plan in map(plan_of, DEMO):
        versions.setdefault(plan.key, []).append(plan)
    assert len(versions) == 5
    assert len(versions["field_rep"]) == 2
    for plans in versions.values():
        ordered = sorted(plans, key=lambda plan: plan.version)
        for one, other in pairwise(ordered):
            assert one.valid_to is not None
            assert (other.valid_from - one.valid_to).days == 1


def test_the_demo_company_has_the_people_whom_its_plans_name() -> None:
    with (DATA / "demo" / "reps.csv").open(encoding="utf-8") as lines:
        people = {row["rep_id"] for row in csv.DictReader(lines)}
    for plan in map(plan_of, DEMO):
        assert {*plan.eligibility.reps, *plan.eligibility.without} <= people


def test_nobody_is_in_two_plans_at_once() -> None:
    now = [plan for plan in map(plan_of, DEMO) if plan.valid_to is None]
    named = [rep for plan in now for rep in plan.eligibility.reps]
    assert len(named) == len(set(named))
    (field,) = [plan for plan in now if plan.key == "field_rep"]
    owners = {rep for plan in now if plan.eligibility.role == "owner" for rep in plan.eligibility.reps}
    assert set(field.eligibility.without) == owners


def test_plans_use_every_entry_that_there_is() -> None:
    used: set[tuple[str, str]] = set()

    def walk(entry: BaseModel) -> None:
        for name in entry.model_fields_set:
            used.add((type(entry).__name__, name))
            value = getattr(entry, name)
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, BaseModel):
                    walk(part)

    for plan in map(plan_of, FILES):
        walk(plan)
    entries = [
        one for one in vars(schema).values() if isinstance(one, type) and issubclass(one, schema.Entry)
    ]
    models = [one for one in entries if not one.__subclasses__()]
    known = {(model.__name__, name) for model in models for name in model.model_fields}
    assert not sorted(known - used)


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.stem)
def test_whoever_reaches_quota_is_paid_target_pay(file: typing.Any) -> None:
    for component in plan_of(file).component:
        if component.table and shares_target(component):
            scaled = Scaled(component.table)
            walked = component.table.how == "marginal"
            paid = (
                sum(part.amount for part in scaled.parts(Fraction(1)))
                if walked
                else scaled.value(Fraction(1))
            )
            assert paid == 1
