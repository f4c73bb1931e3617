"""What lies ahead of somebody who is paid: the steps at which their plan pays more, and how it stands now.

A run finds it out for everybody (`ahead`) and keeps it beside the statements, because a page that shows it
must not wait for the engine and the library of columns, and because it is then of the same facts as the pay
that stands. Money and measures are text, so that no digit is lost.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

Kind = Literal["tier", "gate", "factor", "award"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `more` of the measure until a day (events of an award: how many) pays `gain` more.

    `at` is the edge, as an attainment where `of` is that, else as a value. `pace` is what a day of the last
    sixty brought. `before` and `after` are what a further thousand pays on both sides of a tier, and the
    factors of a modifier; `jump` is what the last cent before a tier brings at once.
    """

    kind: Kind
    component: str
    measure: str
    of: Literal["attainment", "value"]
    at: Fraction
    more: Decimal
    gain: Decimal
    until: dt.date
    pace: Fraction = Fraction(0)
    before: Decimal = Decimal(0)
    after: Decimal = Decimal(0)
    jump: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Outlook:
    """One person's: `through` is the last day of the facts, `target` the target pay of the fiscal year.

    `year` is its first day; `names` are the plan's words for its components, by language. What is missing to
    a step is in `credited`, the plan's currency; what it pays, and the target, are in `currency`. One unit of
    each is `worth` so much of the reporting one.
    """

    payee: str
    plan: str
    version: int
    through: dt.date
    year: dt.date
    currency: str
    target: Decimal
    leader_sees: bool
    steps: tuple[Step, ...]
    names: Mapping[str, Mapping[str, str]]
    credited: str
    worth: Mapping[str, Fraction]


def plain(found: Outlook) -> dict[str, Any]:
    """An outlook as the records keep it."""
    return {
        "through": found.through.isoformat(),
        "year": found.year.isoformat(),
        "currency": found.currency,
        "target": str(found.target),
        "leader_sees": found.leader_sees,
        "credited": found.credited,
        "worth": {currency: str(worth) for currency, worth in found.worth.items()},
        "names": {key: dict(words) for key, words in found.names.items()},
        "steps": [
            {
                "kind": one.kind, "component": one.component, "measure": one.measure, "of": one.of,
                "at": str(one.at), "more": str(one.more), "gain": str(one.gain),
                "until": one.until.isoformat(), "pace": str(one.pace), "before": str(one.before),
                "after": str(one.after), "jump": str(one.jump),
            }
            for one in found.steps
        ],
    }  # fmt: skip


def outlook_of(payee: str, plan: str, version: int, told: Mapping[str, Any]) -> Outlook:
    """An outlook read back."""
    steps = tuple(
        Step(
            one["kind"], one["component"], one["measure"], one["of"], Fraction(one["at"]),
            Decimal(one["more"]), Decimal(one["gain"]), dt.date.fromisoformat(one["until"]),
            Fraction(one["pace"]), *(Decimal(one[name]) for name in ("before", "after", "jump")),
        )
        for one in told["steps"]
    )  # fmt: skip
    day, currency = dt.date.fromisoformat, told["currency"]
    return Outlook(
        payee, plan, version, day(told["through"]), day(told["year"]), currency,
        Decimal(told["target"]), bool(told["leader_sees"]), steps, told["names"],
        told.get("credited", currency),
        {one: Fraction(worth) for one, worth in told.get("worth", {currency: 1}).items()},
    )  # fmt: skip
