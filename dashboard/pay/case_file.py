"""A case: a plan, a few facts and what must come of them, in one file that anybody can write.

`python -m dashboard pay-case FILE` calculates one; the published cases of the tests are such files.
A statement goes on from the one before it.
"""

import datetime as dt
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dashboard.errors import Refused
from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.nearest import nearest
from dashboard.pay.case_document import DAY, Asked, Document, Fact
from dashboard.pay.case_facts import calendar_of, facts_on
from dashboard.pay.facts import Calendar, Facts, Window
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import check_currency, check_plan, misfit


@dataclass(frozen=True)
class Case:
    """A case that may be calculated; `plans` are the versions of its plan."""

    about: str
    plans: tuple[Plan, ...]
    document: Document
    top: Place

    @property
    def plan(self) -> Plan:
        """The plan as it is written first."""
        return self.plans[0]

    @property
    def statements(self) -> tuple[Asked, ...]:
        """The statements that it asks for, in their order."""
        return self.document.statement

    @property
    def calendar(self) -> Calendar:
        """The case's days and months."""
        return calendar_of(self.document)

    def facts(self, day: dt.date) -> Facts:
        """What was known on a day."""
        return facts_on(self.document, self.plan, day)

    def in_force(self, day: dt.date) -> Plan | None:
        """The version of the plan that holds on a day: the last, where several do."""
        held = [plan for plan in self.plans if plan.holds_on(day)]
        return max(held, key=lambda plan: plan.version, default=None)

    def period(self, index: int) -> tuple[Plan, Window]:
        """The period of a statement (from 0), and the version of the plan that holds at its end.

        Raises:
            Refused: `plan.not_in_force`.
        """
        asked = self.statements[index]
        plan = self.in_force(asked.day)
        if plan is not None:
            period = self.calendar.interval(plan.interval.paid, asked.day)
            plan = self.in_force(period.end - DAY)
            if plan is not None:
                return plan, period
        raise self.top.below("statement", index, "day").refused("plan.not_in_force", day=asked.day)


def read_case(path: Path, measures: Collection[str]) -> Case:
    """The case of a file.

    Raises:
        Refused: `plan.*`, with file, line and field.
    """
    text = _text(path)
    values = _values(text, path)
    top = Place(path.name, Lines(text), ())
    try:
        document = Document.model_validate(values)
    except ValidationError as error:
        raise misfit(error, top, Document) from None
    known = {*measures, *document.line_measures, *_said(document)}
    case = Case(document.about, tuple(_plans(document, path, top, known)), document, top)
    _check(case)
    return case


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("plan.unreadable", file=path.name, reason=str(error)) from error


def _values(text: str, path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise Refused("plan.not_toml", file=path.name, reason=str(error)) from error


def _said(document: Document) -> set[str]:
    """The measures that the case's own lines and values bring."""
    return {key for line in document.line for key in line.amounts} | {one.measure for one in document.value}


def _plans(document: Document, path: Path, top: Place, measures: Collection[str]) -> Iterator[Plan]:
    """The plan, of the case or of the file beside it, and its further versions."""
    values, place = document.plan, top.below("plan")
    if document.plan_file:
        beside = path.parent / document.plan_file
        text = _text(beside)
        values, place = dict(_values(text, beside)), Place(beside.name, Lines(text), ())
    first = check_plan(values, place, measures)
    yield first
    seen = {first.version}
    for index, changed in enumerate(document.version):
        place = top.below("version", index)
        values = {**values, **changed}
        plan = check_plan(values, place, measures)
        if plan.key != first.key:
            raise place.below("key").refused("plan.other_key", name=plan.key, first=first.key)
        check_currency(plan, [first], place)
        if plan.version in seen:
            raise place.below("version").refused("plan.twice", name=plan.version)
        seen.add(plan.version)
        yield plan


def _check(case: Case) -> None:
    """Splits that can be shared out, statements of somebody whom the facts know, and names that there are."""
    for index, line in enumerate(case.document.line):
        if line.split and not any(line.split.values()):
            raise case.top.below("line", index, "split").refused("plan.split")
    named = case.document.named
    for index, asked in enumerate(case.statements):
        if named and asked.payee not in named:
            place = case.top.below("statement", index, "payee")
            raise place.refused("plan.nobody", name=asked.payee, nearest=nearest(asked.payee, named))
    for place, name in _twice(case):
        raise place.refused("plan.twice", name=name)
    for place, name, known in _names(case):
        if name and name not in known:
            raise place.refused("plan.no_such", name=name, nearest=nearest(name, known) or "-")


def _names(case: Case) -> Iterator[tuple[Place, str, set[str]]]:
    """What a fact names of the plan or of other facts: a slip in it would pay nothing, and say nothing."""
    document, components = case.document, [one for plan in case.plans for one in plan.component]
    lines = {one.id for one in document.line if one.id}
    awards = {one.award.event for one in components if one.award}
    objectives = {one.key for component in components for one in component.objectives}
    for index, line in enumerate(document.line):
        yield case.top.below("line", index, "returns"), line.returns, lines
    for index, hold in enumerate(document.hold):
        yield case.top.below("hold", index, "line"), hold.line, lines
        yield case.top.below("hold", index, "component"), hold.component, {one.key for one in components}
    for index, event in enumerate(document.event):
        yield case.top.below("event", index, "event"), event.event, awards
    for index, score in enumerate(document.score):
        yield case.top.below("score", index, "objective"), score.objective, objectives


def _twice(case: Case) -> Iterator[tuple[Place, str]]:
    """Payees, holds and lines of one payee that stand twice: the second would pay again, or be passed over.

    A line that changed stands once as it was known, and once as it was known later.
    """
    document, seen = case.document, dict[tuple[str, ...], list[Fact]]()
    facts: list[tuple[str, int, str, tuple[str, ...], Fact]] = [
        ("line", index, one.id, (one.credit, payee), one)
        for index, one in enumerate(document.line)
        for payee in (one.split or [one.payee])
    ]
    facts += [("hold", index, one.id, (one.payee,), one) for index, one in enumerate(document.hold)]
    for index, one in enumerate(document.payee):
        if one.key in {before.key for before in document.payee[:index]}:
            yield case.top.below("payee", index, "key"), one.key
    for kind, index, name, more, fact in facts:
        before = seen.setdefault((kind, name, *more), [])
        if name and any(fact.beside(other) for other in before):
            yield case.top.below(kind, index, "id"), name
        before.append(fact)
