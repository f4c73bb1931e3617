"""Measures that are told of a person as a whole and not of lines: which, and what a plan may ask of them."""

from collections.abc import Iterator

from dashboard.answers.compiler_credit import can_credit
from dashboard.answers.door import carries
from dashboard.answers.paid import reads_pay
from dashboard.intake.toml_lines import Place
from dashboard.metrics.catalogue import MEASURES, dimension
from dashboard.metrics.kinds import Credit, Kind, atoms
from dashboard.pay.facts import LINE_ATTRIBUTES, LINE_MEASURES
from dashboard.pay.plan import Component, Plan, Use


def of_people() -> list[str]:
    """The keys of the catalogue's measures that can be told of a person, besides those of single lines."""
    return [
        key
        for key, row in MEASURES.items()
        if key not in LINE_MEASURES
        and row.kind is not Kind.DATE
        and not reads_pay(row.formula)
        and knows(key, "rep")
    ]


def is_money(measure: str) -> bool:
    """Whether a measure of the catalogue is an amount, or so much a day."""
    return MEASURES[measure].unit.startswith("currency")


def knows(measure: str, attribute: str) -> bool:
    """Whether all that a measure of the catalogue reads can be told apart by a dimension."""
    by = dimension(attribute, ())
    return all(carries(atom.mart, by) for atom in atoms(MEASURES[measure].formula))


def credited(credit: Credit) -> list[str]:
    """The keys of those that can be told by a kind of credit."""
    return [key for key in of_people() if can_credit(MEASURES[key].formula, credit)]


def check_whole_measures(plan: Plan, top: Place) -> None:
    """Refuse to ask of what is told as a whole what only lines can tell, or what it does not know.

    Raises:
        Refused: `plan.whole_measure`, `plan.whole_where`, `plan.whole_rollup`, `plan.whole_overlay`, with
            file, line and field.
    """
    for use in plan.uses():
        if use.basis.measure not in LINE_MEASURES and use.basis.measure in MEASURES:
            _check_scope(use, top.below(*use.path))
            _check_credit(use, top.below(*use.path))
            for entry, field in _of_lines(use):
                raise top.below(*use.path, field).refused(
                    "plan.whole_measure",
                    name=use.basis.measure,
                    entry=entry,
                    measures=", ".join(LINE_MEASURES),
                )


def _check_scope(use: Use, place: Place) -> None:
    measure = use.basis.measure
    known = [one for one in LINE_ATTRIBUTES if knows(measure, one)]
    for name in use.basis.where:
        if name not in known:
            others = [key for key in of_people() if knows(key, name)]
            raise place.below("where").refused(
                "plan.whole_where", name=measure, attribute=name, known=", ".join(known) or "-",
                measures=", ".join((*LINE_MEASURES, *others)),
            )  # fmt: skip


def _check_credit(use: Use, place: Place) -> None:
    measure, credit = use.basis.measure, use.basis.credit
    if not can_credit(MEASURES[measure].formula, credit):
        field = "column_credit" if use.path[-1] == "cells" else "credit"
        raise place.below(field).refused(
            f"plan.whole_{credit}", name=measure, measures=", ".join((*LINE_MEASURES, *credited(credit)))
        )


def _of_lines(use: Use) -> Iterator[tuple[str, str]]:
    """What a component says that is about single lines: the entry, and the field in which it stands."""
    basis = use.basis
    if isinstance(basis, Component):
        if basis.table is not None and basis.table.each != "total":
            yield "each", "table"
        if basis.split != "credit":
            yield "split", "split"
        if any(cap.per == "deal" for cap in basis.cap):
            yield "cap", "cap"
