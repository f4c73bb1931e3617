"""What a component pays, in words: its table, matrix, objectives or award."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from dashboard.pay.plan import Band, Basis, Component, Table
from dashboard.pay.plan_figures import Figures
from dashboard.text import say

Said = Callable[[Decimal], str]


def say_way(component: Component, figures: Figures) -> Iterator[str]:
    """The way in which a component pays, sentence by sentence."""
    if component.blend:
        yield from _blend(component, figures)
    if component.table:
        yield from _table(component, component.table, figures)
    elif component.cells:
        yield from _cells(component, figures)
    elif component.award:
        yield from _award(component, figures)
    else:
        yield from _objectives(component, figures)


def say_bands(bands: Sequence[Band], edge: Said, value: Said, figures: Figures) -> Iterator[str]:
    """Each band with its edges; the last one is open."""
    if len(bands) == 1 and bands[0].from_ == 0:
        yield say(figures.language, "plans.band_all", value=value(bands[0].value))
        return
    for band in bands:
        start, paid = edge(band.from_), value(band.value)
        if band.to is None:
            yield say(figures.language, "plans.band_last", start=start, value=paid)
        else:
            yield say(figures.language, "plans.band", start=start, end=edge(band.to), value=paid)


def _blend(component: Component, figures: Figures) -> Iterator[str]:
    yield say(figures.language, "plans.blend")
    for part in component.blend:
        yield say(
            figures.language,
            f"plans.blend_{part.credit}",
            measure=figures.measure(part.measure),
            share=figures.share(part.weight),
        )
        yield from figures.limits(part)


def _table(component: Component, table: Table, figures: Figures) -> Iterator[str]:
    language = figures.language
    by_unit = component.pays == "rate" and not figures.is_money(component.measure)
    yield say(language, "plans.pays_each" if by_unit else f"plans.pays_{component.pays}")

    def edge(at: Decimal) -> str:
        return figures.reach(component, at)

    def paid(value: Decimal) -> str:
        return figures.paid(component, value)

    yield from say_bands(table.bands, edge, paid, figures)
    for point in table.points:
        yield say(language, "plans.point", at=edge(point.at), value=paid(point.value))
    yield say(language, _how(component, table))
    if table.points:
        yield say(language, f"plans.below_{table.below}")
        yield say(language, f"plans.above_{table.above}")
    yield say(language, f"plans.each_{table.each}")
    if not component.blend:
        yield say(language, f"plans.split_{component.split}")
    if table.round_attainment:
        yield say(language, "plans.round_attainment", rounding=figures.rounding(table.round_attainment))


def _how(component: Component, table: Table) -> str:
    """The sentence that says how bands are walked: by what the engine does, whatever the file calls it."""
    if table.how == "marginal" and component.pays == "amount":
        return "plans.how_marginal_amount"
    if table.how == "flat" and table.each != "running":
        return "plans.how_retroactive"
    return f"plans.how_{table.how}"


def _cells(component: Component, figures: Figures) -> Iterator[str]:
    cells, language = component.cells, figures.language
    assert cells is not None
    column = Basis(measure=cells.column_measure, credit=cells.column_credit)
    yield say(language, f"plans.cells_{cells.pays}")
    yield say(language, f"plans.rows_{cells.row_of}")
    yield say(language, f"plans.columns_{cells.column_of}", credit=figures.credited(column))
    for row, values in zip(cells.rows, cells.values, strict=True):
        for edge, value in zip(cells.columns, values, strict=True):
            yield say(
                language,
                "plans.cell",
                row=figures.edge(component.measure, cells.row_of, row),
                column=figures.edge(column.measure, cells.column_of, edge),
                value=figures.value(component.measure, cells.pays, value),
            )


def _objectives(component: Component, figures: Figures) -> Iterator[str]:
    yield say(figures.language, "plans.objectives")
    for one in component.objectives:
        yield say(
            figures.language,
            "plans.objective",
            name=figures.name(one.name) if one.name else one.key,
            code=one.key,
            share=figures.share(one.weight),
        )


def _award(component: Component, figures: Figures) -> Iterator[str]:
    award, language = component.award, figures.language
    assert award is not None
    yield say(language, "plans.award", amount=figures.money(award.amount), event=award.event)
    if award.limit is None:
        yield say(language, "plans.award_unlimited")
    else:
        yield say(language, "plans.award_limit", n=award.limit)
    if award.budget is None:
        yield say(language, "plans.award_no_budget")
    else:
        yield say(language, "plans.award_budget", amount=figures.money(award.budget))
