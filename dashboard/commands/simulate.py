"""What a changed plan would have cost, on a terminal: sums, who would get more and less, or all as data."""

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from dashboard.commands.pay import office
from dashboard.errors import NotUnderstood
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import read_plan, read_plans
from dashboard.pay.rate_words import turned_words
from dashboard.pay.runs import Office
from dashboard.pay.simulation import NAMED, Moved, Simulated, simulate
from dashboard.records import pay as records_of_pay
from dashboard.settings import Settings
from dashboard.text import Language, dates, say, tell
from dashboard.text.formats import number, signed

_DAY = dt.timedelta(days=1)


def simulated(file: Path, settings: Settings, language: Language, *, as_data: bool) -> str:
    """The plan of a file on what the last run froze: as the operator of this machine, who sees everybody.

    Raises:
        NotUnderstood: a file that cannot be read, no run yet, or no plan of its key.
        Refused: the plan is not sound.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotUnderstood("health.no_file", file=str(file)) from error
    with office(settings) as desk:
        made = _made(desk, read_plan(text, file.name, desk.measures))
    if as_data:
        return json.dumps(made.data(lambda _: True), ensure_ascii=False, indent=2)
    change = made.after - made.before
    head = say(
        language,
        "health.simulated",
        plan=made.plan.name.el if language == "el" else made.plan.name.en,
        days=dates.day_range(language, made.window.first, made.window.end - _DAY),
        n=len(made.people),
        before=number(language, made.before, 2),
        after=number(language, made.after, 2),
        change=signed(language, change, 2),
    )
    refused = [f"{payee}: {tell(language, why)}" for payee, why in made.refused]
    return "\n".join(
        [
            head,
            *turned_words(language, made.turned, made.currency, made.window.end - _DAY),
            *_listed("winners", made.winners, language),
            *_listed("losers", made.losers, language),
            *([say(language, "health.refused", n=len(refused)), *refused] if refused else []),
        ]
    )


def _made(desk: Office, changed: Plan) -> Simulated:
    with desk.records.reading() as connection:
        runs = [one for one in records_of_pay.runs(connection) if one.stands]
    if not runs:
        raise NotUnderstood("health.no_run")
    last = max(runs, key=lambda one: (one.end, one.id))
    plans = read_plans(last.plans, desk.measures)
    return simulate(desk.home, last.frozen, plans, changed, last.end - _DAY)


def _listed(key: str, people: Sequence[Moved], language: Language) -> list[str]:
    total = sum((one.change for one in people), Decimal(0))
    return [
        say(language, f"health.{key}", n=len(people), total=signed(language, total, 2)),
        *(
            say(
                language,
                "health.largest",
                name=one.name,
                before=number(language, one.before, 2),
                after=number(language, one.after, 2),
                change=signed(language, one.change, 2),
            )
            for one in people[:NAMED]
        ),
    ]
