"""One component in words, and the gates, modifiers and caps that stand in a component as in a plan."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dashboard.pay.plan import Cap, Component, Gate, Modifier
from dashboard.pay.plan_figures import Figures
from dashboard.pay.plan_file import shares_target
from dashboard.pay.plan_words_table import say_bands, say_way
from dashboard.text import say


def say_component(component: Component, figures: Figures) -> Iterator[str]:
    """What counts, what it pays, on what conditions, and at most how much."""
    language = figures.language
    if component.table or component.cells:
        if not component.blend:
            yield figures.credited(component)
        yield from figures.limits(component)
    if shares_target(component) or component.weight != 1:
        yield say(language, "plans.weight", share=figures.share(component.weight))
    if component.measured:
        yield say(language, "plans.measured", measured=say(language, f"plans.per_{component.measured}"))
    yield from say_way(component, figures)
    if component.round_lines:
        yield say(language, "plans.round_lines", rounding=figures.rounding(component.round_lines))
    yield from say_conditions(component.gate, component.modifier, figures)
    yield from say_caps(component.cap, figures)


def say_conditions(gates: Sequence[Gate], modifiers: Sequence[Modifier], figures: Figures) -> Iterator[str]:
    """What must be reached, and what multiplies pay."""
    language = figures.language
    for gate in gates:
        least = (
            figures.share(gate.at_least)
            if gate.of == "attainment"
            else figures.result(gate.measure, gate.at_least)
        )
        credit = figures.credited(gate)
        yield say(language, f"plans.gate_{gate.of}_{gate.window}", least=least, credit=credit)
        yield from figures.limits(gate)
        yield say(language, f"plans.otherwise_{gate.otherwise}", base=figures.share(gate.base_to))
    for one in modifiers:
        yield say(language, f"plans.modifier_{one.of}", credit=figures.credited(one))
        yield from figures.limits(one)
        yield from _factors(one, figures)


def say_caps(caps: Sequence[Cap], figures: Figures) -> Iterator[str]:
    """At most how much, over which time."""
    language = figures.language
    for cap in caps:
        if cap.amount is not None:
            yield say(language, f"plans.cap_amount_{cap.per}", amount=figures.money(cap.amount))
        elif cap.times_target is not None:
            yield say(language, f"plans.cap_times_target_{cap.per}", factor=figures.plain(cap.times_target))
        elif cap.rate is not None:
            yield say(language, "plans.cap_rate", share=figures.share(cap.rate))
        elif cap.attainment is not None:
            yield say(language, "plans.cap_attainment", share=figures.share(cap.attainment))
        if cap.refundable:
            yield say(language, "plans.refundable")


def _factors(modifier: Modifier, figures: Figures) -> Iterator[str]:
    def edge(at: Decimal) -> str:
        return figures.edge(modifier.measure, modifier.of, at)

    def factor(value: Decimal) -> str:
        return say(figures.language, "plans.value_factor", factor=figures.plain(value))

    yield from say_bands(modifier.bands, edge, factor, figures)
