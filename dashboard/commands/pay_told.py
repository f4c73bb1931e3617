"""What the command line says of pay runs, their steps, what they differ by, and adjustments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dashboard.pay.run_difference import Compared, Side
from dashboard.pay.sums import by_currency
from dashboard.records import pay as records_of_pay
from dashboard.records import pay_steps
from dashboard.records.pay import Run
from dashboard.records.pay_adjustments import Adjustment
from dashboard.records.store import Records
from dashboard.text import Language, say
from dashboard.text.formats import number, signed


def told_run(language: Language, records: Records, found: Run, *, listed: bool = False) -> str:
    """A run in words; `listed`, with every statement and every amount that differs."""
    with records.reading() as connection:
        kept = records_of_pay.statements(connection, found.id)
    total = _sums(language, ((one.currency, one.paid) for one in kept))
    lines = [
        say(
            language, "payrun.told", run=found.name, state=say(language, f"payrun.state_{found.state}"),
            n=len(kept), paid=total, publication=found.publication,
        )
    ]  # fmt: skip
    if listed:
        lines += [
            say(
                language, "payrun.statement", payee=one.payee, plan=one.plan, version=one.plan_version,
                earned=number(language, one.earned, 2), paid=_in(language, one.paid, one.currency),
            )
            for one in kept
        ]  # fmt: skip
    lines += [
        say(language, "payrun.refused", payee=one["payee"], why=say(language, one["key"], **one["values"]))
        for one in found.refused
    ]
    if listed:
        lines += [_differing(one, language) for one in found.differences]
    elif found.differences:
        lines.append(say(language, "payrun.differences", n=len(found.differences), run=found.name))
    return "\n".join(lines)


def _in(language: Language, amount: Decimal, currency: str) -> str:
    return f"{number(language, amount, 2)} {currency}"


def _sums(language: Language, amounts: Iterable[tuple[str, Decimal]]) -> str:
    """The sum of each currency."""
    found = by_currency(amounts)
    return " + ".join(_in(language, amount, currency) for currency, amount in found.items()) or "0"


def _differing(one: Mapping[str, Any], language: Language) -> str:
    """One amount of which the two calculators do not say the same."""
    if "why" in one:
        why = say(language, one["why"]["key"], **one["why"]["values"])
        return say(language, "payrun.unchecked", payee=one["payee"], plan=one["plan"], why=why)
    of = " ".join(part for part in (one["kind"], one["component"], one["period"], one["source"]) if part)
    # A plan may round to more decimals than money has; what differs in one of them is seen.
    stated, again = Decimal(one["stated"]), Decimal(one["recalculated"])
    digits = max(2, *(-int(amount.as_tuple().exponent) for amount in (stated, again)))
    return say(
        language, "payrun.difference", payee=one["payee"], plan=one["plan"], line=of,
        stated=number(language, stated, digits), recalculated=number(language, again, digits),
    )  # fmt: skip


def told_steps(language: Language, records: Records, found: Run) -> str:
    """What was done with a run, a line for each step."""
    with records.reading() as connection:
        steps = pay_steps.steps(connection, [found.id])
    return "\n".join(
        say(
            language, "payrun.step", state=say(language, f"payrun.state_{one.state}"), by=one.by,
            at=f"{one.at:%Y-%m-%d %H:%M}", reason=one.reason,
        ).rstrip()
        for one in steps
    )  # fmt: skip


def told_adjustment(language: Language, one: Adjustment) -> str:
    """An adjustment in a line."""
    return say(
        language, "payadjust.told", adjustment=one.name, state=say(language, f"payadjust.state_{one.state}"),
        amount=f"{signed(language, one.amount, 2)} {one.currency}".rstrip(), payee=one.payee, plan=one.plan,
        reason=say(language, f"payadjust.reason_{one.reason}"), rationale=one.rationale, by=one.by,
    )  # fmt: skip


def told_comparison(language: Language, one: Side, other: Side, found: Sequence[Compared]) -> str:
    """Person by person what changed, why where that is known, and the difference of all."""
    paid = [by_currency((kept.currency, kept.paid) for kept in side.statements) for side in (one, other)]
    lines = [line for each in found for line in _compared(language, each)]
    for currency in sorted(paid[0].keys() | paid[1].keys()):
        first, second = (of.get(currency, Decimal(0)) for of in paid)
        total = say(
            language, "paycompare.total", one=one.run.name, other=other.run.name,
            n=sum(each.currency == currency for each in found),
            first=_in(language, first, currency), second=_in(language, second, currency),
            difference=signed(language, second - first, 2),
        )  # fmt: skip
        lines.append(total)
    return "\n".join(lines)


def _compared(language: Language, found: Compared) -> Iterator[str]:
    difference = f"{signed(language, found.difference, 2)} {found.currency}"
    yield say(language, "paycompare.person", payee=found.payee, plan=found.plan, difference=difference)
    for changed in found.lines:
        amounts = [number(language, amount, 2) for amount in (changed.one, changed.other)]
        yield say(
            language, "paycompare.line", line=" ".join(word for word in changed.line if word),
            first=amounts[0], second=amounts[1], difference=signed(language, changed.difference, 2),
        )  # fmt: skip
    for causes, amount in found.causes:
        words = ", ".join(say(language, f"paycompare.cause_{one}") for one in causes)
        yield say(language, "paycompare.because", causes=words, difference=signed(language, amount, 2))
