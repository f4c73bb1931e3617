"""A plan file, read and checked: a mistake is told by file, line and field before anybody is paid by it."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from dashboard.errors import Refused
from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.nearest import nearest
from dashboard.pay.plan import MONTHS, Band, Cap, Component, Plan, Table
from dashboard.pay.whole_measures import check_whole_measures


def read_plan(text: str, file: str, measures: Collection[str]) -> Plan:
    """The plan that a file's text says; `measures` are the keys of all that may be measured.

    Raises:
        Refused: `plan.*`, with file, line and field.
    """
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise Refused("plan.not_toml", file=file, reason=str(error)) from error
    top = Place(file, Lines(text), ())
    plan = check_plan(values, top, measures)
    check_whole_measures(plan, top)
    return plan


def read_plans(texts: Mapping[str, str], measures: Collection[str]) -> list[Plan]:
    """The plans of these files, by their names.

    Raises:
        Refused: `plan.*`, with file, line and field; `plan.other_currency`: the versions of a plan are in
            two, and what was paid under one could not be held against the other.
    """
    found: list[Plan] = []
    for name, text in sorted(texts.items()):
        plan = read_plan(text, name, measures)
        check_currency(plan, found, Place(name, Lines(text), ()))
        found.append(plan)
    return found


def check_currency(plan: Plan, others: Iterable[Plan], top: Place) -> None:
    """Refuse a version in another currency than those that were read before it."""
    for one in others:
        if one.key == plan.key and one.currency != plan.currency:
            raise top.below("currency").refused(
                "plan.other_currency", plan=plan.key, currency=plan.currency, version=one.version,
                first=one.currency,
            )  # fmt: skip


def check_plan(values: Mapping[str, Any], top: Place, measures: Collection[str]) -> Plan:
    """The plan of entries that are read already, as those of a case with its plan inside.

    Raises:
        Refused: `plan.*`, with file, line and field.
    """
    try:
        plan = Plan.model_validate(dict(values))
    except ValidationError as error:
        raise misfit(error, top, Plan) from None
    _check(plan, top, measures)
    return plan


def misfit(error: ValidationError, top: Place, kind: type[BaseModel]) -> Refused:
    """What to say of entries that do not fit a kind of document; of an unknown one before any other."""
    errors = error.errors()
    first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
    place, name = top.below(*first["loc"]), str(first["loc"][-1])
    match first["type"]:
        case "extra_forbidden":
            return place.refused(
                "plan.unknown_entry", name=name, nearest=nearest(name, _known(kind, first["loc"]))
            )
        case "missing":
            return place.refused("plan.missing", name=name)
        case "literal_error":
            known = str(first.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
            return place.refused("plan.not_one_of", name=str(first["input"]), known=known)
    return place.refused("plan.value", value=str(first["input"]), reason=first["msg"])


def _known(kind: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The names of the entries that may stand beside the one at `path`."""
    for step in path[:-1]:
        if isinstance(step, int):
            continue
        field = _fields(kind).get(step)
        models = [one for one in _parts(field) if isinstance(one, type) and issubclass(one, BaseModel)]
        if models:
            kind = models[0]
    return list(_fields(kind))


def _fields(kind: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in kind.model_fields.items()}


def _parts(annotation: Any) -> list[Any]:
    """The types that an annotation is made of."""
    inner = get_args(annotation)
    return [annotation] if not inner else [part for one in inner for part in _parts(one)]


def _check(plan: Plan, top: Place, measures: Collection[str]) -> None:
    if plan.valid_to and plan.valid_to < plan.valid_from:
        raise top.below("valid_to").refused("plan.backwards", start=plan.valid_from, end=plan.valid_to)
    _check_intervals(plan, top)
    seen: set[str] = set()
    for index, component in enumerate(plan.component):
        place = top.below("component", index)
        if component.key in seen:
            raise place.below("key").refused("plan.twice", name=component.key)
        seen.add(component.key)
        _check_component(component, place, measures)
    of_target = [one for one in plan.component if shares_target(one)]
    if of_target and sum((one.weight for one in of_target), Decimal(0)) != 1:
        total = sum((one.weight for one in of_target), Decimal(0))
        raise top.below("component", plan.component.index(of_target[-1]), "weight").refused(
            "plan.weights", total=f"{total:f}", of=", ".join(one.key for one in of_target)
        )
    _check_others(plan, top, measures)


def shares_target(component: Component) -> bool:
    """Whether a component pays a share of target pay, so that its weight counts among the others'."""
    if component.cells:
        return component.cells.pays == "target"
    return component.pays in ("target", "base_rate") or bool(component.objectives)


def _check_intervals(plan: Plan, top: Place) -> None:
    paid = MONTHS[plan.interval.paid]
    for index, measured in enumerate((plan.interval.measured, *(one.measured for one in plan.component))):
        if measured and MONTHS[measured] % paid and paid % MONTHS[measured]:
            place = top.below("interval", "measured") if not index else top.below("component", index - 1)
            raise place.refused("plan.intervals", measured=measured, paid=plan.interval.paid)


def _check_component(component: Component, place: Place, measures: Collection[str]) -> None:
    ways = [
        name
        for name in ("table", "cells", "objectives", "award")
        if getattr(component, name) not in (None, ())
    ]
    if len(ways) != 1:
        raise place.refused("plan.one_way", name=component.key, ways=", ".join(ways) or "-")
    if component.weight != 1 and not shares_target(component):
        raise place.below("weight").refused("plan.weight_unused", name=component.key)
    if not component.blend and (component.table or component.cells):
        _check_measure(component.measure, place.below("measure"), measures)
    if component.split == "money" and (not component.table or component.blend):
        raise place.below("split").refused("plan.split_money")
    if component.table:
        _check_table(component, component.table, place.below("table"))
    _check_blend(component, place, measures)
    _check_objectives(component, place)
    _check_cells(component, place.below("cells"), measures)
    for index, cap in enumerate(component.cap):
        _check_cap(cap, place.below("cap", index), of_plan=False)
        by_credit = cap.per == "deal" or cap.rate is not None
        # A blend has several credits: an order's or a share of "the" credit is none of them.
        needs_lines = by_credit and (component.blend or not component.table)
        if needs_lines or (cap.attainment is not None and not component.table):
            raise place.below("cap", index).refused("plan.cap_table")
    for index, gate in enumerate(component.gate):
        if gate.otherwise == "base" and not component.table:
            raise place.below("gate", index, "otherwise").refused("plan.gate_base")
    _check_factors(component, place, measures)


def _check_blend(component: Component, place: Place, measures: Collection[str]) -> None:
    if not component.blend:
        return
    for index, part in enumerate(component.blend):
        _check_measure(part.measure, place.below("blend", index, "measure"), measures)
    _check_whole(component.blend, place.below("blend", len(component.blend) - 1, "weight"))
    table = component.table
    if component.where or component.pays not in ("target", "amount") or not table or table.over == "amount":
        raise place.below("blend").refused("plan.blend")


def _check_objectives(component: Component, place: Place) -> None:
    if not component.objectives:
        return
    _check_whole(component.objectives, place.below("objectives", len(component.objectives) - 1, "weight"))
    keys = [one.key for one in component.objectives]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            raise place.below("objectives", index, "key").refused("plan.twice", name=key)


def _check_measure(name: str, place: Place, measures: Collection[str]) -> None:
    if name in MEASURES and name not in measures:
        raise place.refused("plan.not_of_people", name=name, measures=", ".join(sorted(measures)))
    if name not in measures:
        raise place.refused("plan.measure", name=name, nearest=nearest(name, measures))


def _check_whole(parts: Sequence[Any], place: Place) -> None:
    total = sum((part.weight for part in parts), Decimal(0))
    if total != 1:
        of = ", ".join(str(getattr(part, "key", getattr(part, "measure", ""))) for part in parts)
        raise place.refused("plan.weights", total=f"{total:f}", of=of)


def _check_table(component: Component, table: Table, place: Place) -> None:
    if (table.how == "linear") != bool(table.points) or bool(table.points) == bool(table.bands):
        raise place.refused("plan.points_or_bands")
    if table.points:
        for index, (one, other) in enumerate(zip(table.points, table.points[1:], strict=False)):
            if other.at <= one.at:
                raise place.below("points", index + 1).refused(
                    "plan.points_rise", at=f"{other.at:f}", before=f"{one.at:f}"
                )
        if table.above == "continue" and len(table.points) == 1:
            raise place.below("points", 0).refused("plan.one_point")
    if table.each != "total" and (
        table.over == "attainment" or component.blend or table.how in ("linear", "proportional")
    ):
        # A line has no quota of its own.
        if table.each == "line" and table.how in ("linear", "proportional") and table.over == "amount":
            return check_bands(table.bands, place)
        if table.each == "running" and table.how not in ("linear", "proportional") and not component.blend:
            return check_bands(table.bands, place)
        raise place.below("each").refused("plan.each", each=table.each)
    if table.how == "marginal" and component.pays == "target":
        raise place.below("how").refused("plan.marginal_target")
    return check_bands(table.bands, place)


def check_bands(bands: Sequence[Band], place: Place) -> None:
    """Bands follow each other without gap or overlap, from nothing at the latest, and the last one is open.

    Raises:
        Refused: `plan.band_*`.
    """
    for index, band in enumerate(bands):
        where, last = place.below("bands", index), index == len(bands) - 1
        if band.to is not None and band.to <= band.from_:
            raise where.refused("plan.band_backwards", start=f"{band.from_:f}", end=f"{band.to:f}")
        if last:
            if band.to is not None:
                raise where.refused("plan.band_closed", end=f"{band.to:f}")
            continue
        following = bands[index + 1]
        if band.to is None:
            raise where.refused("plan.band_open")
        if following.from_ > band.to:
            raise place.below("bands", index + 1).refused(
                "plan.band_gap", start=f"{band.to:f}", end=f"{following.from_:f}"
            )
        if following.from_ < band.to:
            raise place.below("bands", index + 1).refused(
                "plan.band_overlap", start=f"{following.from_:f}", end=f"{band.to:f}"
            )
    if bands and bands[0].from_ > 0:
        raise place.below("bands", 0).refused("plan.band_gap", start="0", end=f"{bands[0].from_:f}")


def _check_cells(component: Component, place: Place, measures: Collection[str]) -> None:
    cells = component.cells
    if cells is None:
        return
    _check_measure(cells.column_measure, place.below("column_measure"), measures)
    for name, edges in (("rows", cells.rows), ("columns", cells.columns)):
        if list(edges) != sorted(set(edges)):
            raise place.below(name).refused("plan.edges")
    if len(cells.values) != len(cells.rows) or any(len(row) != len(cells.columns) for row in cells.values):
        raise place.below("values").refused("plan.cells", rows=len(cells.rows), columns=len(cells.columns))


def _check_cap(cap: Cap, place: Place, *, of_plan: bool) -> None:
    said = [
        name for name in ("amount", "times_target", "rate", "attainment") if getattr(cap, name) is not None
    ]
    if len(said) != 1:
        raise place.refused("plan.cap_one")
    if of_plan and said[0] in ("rate", "attainment"):
        raise place.refused("plan.cap_component", name=said[0])
    if cap.per == "deal" and (of_plan or said[0] != "amount"):
        raise place.refused("plan.cap_deal")
    if cap.refundable and (not of_plan or cap.per != "pay" or said[0] not in ("amount", "times_target")):
        raise place.refused("plan.cap_refundable")


def _check_factors(owner: Component | Plan, place: Place, measures: Collection[str]) -> None:
    for index, gate in enumerate(owner.gate):
        _check_measure(gate.measure, place.below("gate", index, "measure"), measures)
    for index, modifier in enumerate(owner.modifier):
        where = place.below("modifier", index)
        _check_measure(modifier.measure, where.below("measure"), measures)
        check_bands(modifier.bands, where)


def _check_others(plan: Plan, top: Place, measures: Collection[str]) -> None:
    _check_factors(plan, top, measures)
    for index, gate in enumerate(plan.gate):
        if gate.otherwise == "base":
            raise top.below("gate", index, "otherwise").refused("plan.gate_base")
    for index, cap in enumerate(plan.cap):
        _check_cap(cap, top.below("cap", index), of_plan=True)
        if cap.refundable and any(one.refundable for one in plan.cap[:index]):
            raise top.below("cap", index).refused("plan.cap_refundable")
    days = [step.within_days for step in plan.returns.schedule]
    if (plan.returns.policy == "schedule") != bool(days) or days != sorted(set(days)):
        raise top.below("returns").refused("plan.schedule")
    _check_rates(plan, top.below("currencies", "rate"))
    for name in ("draw", "guarantee"):
        one = getattr(plan, name)
        if one and one.valid_from and one.valid_to and one.valid_to < one.valid_from:
            raise top.below(name, "valid_to").refused(
                "plan.backwards", start=one.valid_from, end=one.valid_to
            )


def _check_rates(plan: Plan, place: Place) -> None:
    """Rates of other currencies than the plan's, one of each from a day on."""
    seen: set[tuple[str, object]] = set()
    for index, one in enumerate(plan.currencies.rate):
        if one.currency == plan.currency:
            raise place.below(index, "currency").refused("plan.rate_of_own", currency=one.currency)
        if (one.currency, one.from_) in seen:
            raise place.below(index).refused("plan.rate_twice", currency=one.currency, start=one.from_)
        seen.add((one.currency, one.from_))


def cliffs(plan: Plan) -> list[tuple[str, Decimal, Decimal]]:
    """Where pay jumps: component, edge and by how much, so that whoever writes a plan is warned of it."""
    found = []
    for component in plan.component:
        table = component.table
        if table is None:
            continue
        if table.points and table.below == "nothing" and table.points[0].value > 0:
            found.append((component.key, table.points[0].at, table.points[0].value))
        if table.how in ("retroactive", "flat"):
            found += [
                (component.key, band.from_, band.value - before.value)
                for before, band in zip(table.bands, table.bands[1:], strict=False)
                if band.value > before.value
            ]
    return found
