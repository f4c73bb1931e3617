"""A plan in plain words, from its file alone: every entry is said, in the reader's language and numbers."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.kinds import Measure
from dashboard.pay.plan import MONTHS, Draw, Guarantee, Plan
from dashboard.pay.plan_figures import Figures
from dashboard.pay.plan_words_component import say_caps, say_component, say_conditions
from dashboard.text import Language, say
from dashboard.text.dates import day


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and the sentences below it; `key` is the same in every language and version."""

    key: str
    heading: str
    sentences: tuple[str, ...]


def plan_title(plan: Plan, language: Language) -> str:
    """Name, key and version."""
    name = plan.name.el if language == "el" else plan.name.en
    return say(language, "plans.title", name=name, code=plan.key, version=plan.version)


def plan_words(
    plan: Plan,
    language: Language,
    measures: Mapping[str, Measure] = MEASURES,
    called: Callable[[str], str] = str,
) -> tuple[Section, ...]:
    """The whole plan; `measures` has a company's own as well, so that they are called by their names.

    `called` names a person of a key: by the key itself, else by what a reader may know; "" is one of others.
    """
    figures = Figures(language, plan.currency, measures)
    parts = {
        "who": _who(plan, language, called),
        "when": _when(plan, figures),
        "share": _share(plan, figures),
        **{
            f"component.{one.key}": say_component(one, figures)
            for one in plan.component
        },
        "whole": _whole(plan, figures),
        "paid": _paid(plan, figures),
    }  # fmt: skip
    names = {f"component.{one.key}": (figures.name(one.name), one.key) for one in plan.component}
    return tuple(
        Section(
            key,
            say(language, "plans.heading_component", name=names[key][0], code=names[key][1])
            if key in names
            else say(language, f"plans.heading_{key}"),
            tuple(sentences),
        )
        for key, sentences in parts.items()
    )


def _who(plan: Plan, language: Language, called: Callable[[str], str]) -> Iterator[str]:
    if plan.valid_to:
        yield say(
            language, "plans.holds_to", start=day(language, plan.valid_from), end=day(language, plan.valid_to)
        )
    else:
        yield say(language, "plans.holds", start=day(language, plan.valid_from))
    yield say(language, f"plans.role_{plan.eligibility.role}")
    if plan.eligibility.reps:
        reps = plan.eligibility.reps
        yield say(language, "plans.reps", n=len(reps), names=_people(language, reps, called))
    if plan.eligibility.territories:
        places = plan.eligibility.territories
        yield say(language, "plans.territories", n=len(places), names=", ".join(places))
    if plan.eligibility.without:
        out = plan.eligibility.without
        yield say(language, "plans.without", n=len(out), names=_people(language, out, called))
    yield say(language, "plans.currency", currency=plan.currency)
    yield say(language, "plans.leader_sees_yes" if plan.leader_sees else "plans.leader_sees_no")


def _people(language: Language, keys: Sequence[str], called: Callable[[str], str]) -> str:
    """Those who have a name for the reader, and how many others there are."""
    names = [name for one in keys if (name := called(one))]
    others = len(keys) - len(names)
    return ", ".join([*names, *([say(language, "plans.others", n=others)] if others else [])])


def _when(plan: Plan, figures: Figures) -> Iterator[str]:
    language, interval = figures.language, plan.interval
    measured = say(language, f"plans.per_{interval.measured}")
    paid = say(language, f"plans.per_{interval.paid}")
    if interval.measured == interval.paid:
        yield say(language, "plans.paid_each", measured=measured)
    elif MONTHS[interval.measured] > MONTHS[interval.paid]:
        yield say(language, "plans.paid_on_the_way", measured=measured, paid=paid)
    else:
        yield say(language, "plans.paid_together", measured=measured, paid=paid)
    yield say(language, f"plans.quota_{interval.quota}")
    if interval.interim_attainment is not None:
        yield say(language, "plans.interim_attainment", share=figures.share(interval.interim_attainment))
    yield say(language, f"plans.credit_date_{plan.credit_date}")


def _share(plan: Plan, figures: Figures) -> Iterator[str]:
    language, cut = figures.language, plan.proration
    yield say(language, f"plans.by_{cut.by}")
    yield say(language, "plans.hire_yes" if cut.hire else "plans.hire_no")
    match cut.leave_after:
        case None:
            yield say(language, "plans.leave_never")
        case 0:
            yield say(language, "plans.leave_at_once")
        case days:
            yield say(language, "plans.leave_after", n=days)
    if cut.ramp:
        yield say(language, "plans.ramp", shares=", ".join(map(figures.share, cut.ramp)))
        yield say(language, "plans.ramp_target_yes" if cut.ramp_target else "plans.ramp_target_no")
    yield say(language, "plans.target_recorded")
    if plan.target:
        per = say(language, f"plans.per_{plan.target.per}")
        yield say(language, "plans.target", amount=figures.money(plan.target.amount), per=per)
    yield say(language, f"plans.zero_quota_{plan.zero_quota}")


def _whole(plan: Plan, figures: Figures) -> Iterator[str]:
    if plan.gate or plan.modifier:
        yield from say_conditions(plan.gate, plan.modifier, figures)
    else:
        yield say(figures.language, "plans.no_gate")
    if plan.cap:
        yield from say_caps(plan.cap, figures)
    else:
        yield say(figures.language, "plans.no_cap")
    yield say(figures.language, "plans.rounding", rounding=figures.rounding(plan.rounding))


def _paid(plan: Plan, figures: Figures) -> Iterator[str]:
    language = figures.language
    if plan.guarantee:
        yield say(language, "plans.guarantee", amount=figures.money(plan.guarantee.amount))
        yield from _given(plan.guarantee, language)
    else:
        yield say(language, "plans.no_guarantee")
    if plan.draw:
        yield from _draw(plan.draw, figures)
    else:
        yield say(language, "plans.no_draw")
    yield say(language, f"plans.returns_{plan.returns.policy}")
    for step in plan.returns.schedule:
        yield say(language, "plans.clawback", n=step.within_days, share=figures.share(step.share))
    if plan.returns.policy == "schedule":
        yield say(language, "plans.most_share", share=figures.share(plan.returns.most_share))
    yield say(language, f"plans.negative_{plan.negative}")
    yield say(language, f"plans.rate_{plan.currencies.credit}")
    yield say(language, f"plans.pay_{plan.currencies.pay}")
    for one in plan.currencies.rate:
        yield say(
            language, "plans.rate_fixed", start=day(language, one.from_), currency=one.currency,
            rate=figures.plain(one.rate), to=plan.currency,
        )  # fmt: skip


def _draw(draw: Draw, figures: Figures) -> Iterator[str]:
    language = figures.language
    key = "plans.draw_recoverable" if draw.recoverable else "plans.draw_kept"
    yield say(language, key, amount=figures.money(draw.amount))
    yield from _given(draw, language)
    if not draw.recoverable:
        return
    yield say(language, "plans.recover_share", share=figures.share(draw.share))
    if draw.most is not None:
        yield say(language, "plans.recover_most", amount=figures.money(draw.most))
    if draw.recover_from is not None:
        yield say(language, "plans.recover_from", start=day(language, draw.recover_from))


def _given(one: Draw | Guarantee, language: Language) -> Iterator[str]:
    """The days of an advance or a guarantee, where they are not those of the plan."""
    first, last = _said(language, one.valid_from), _said(language, one.valid_to)
    if first and last:
        yield say(language, "plans.given_between", start=first, end=last)
    elif first:
        yield say(language, "plans.given_from", start=first)
    elif last:
        yield say(language, "plans.given_to", end=last)


def _said(language: Language, on: dt.date | None) -> str:
    return day(language, on) if on else ""
