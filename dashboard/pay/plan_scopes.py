"""Whether there is what a plan limits its credit to: a name that nothing bears would pay nobody, silently."""

import datetime as dt
from collections.abc import Collection, Mapping

from dashboard.access.scope import UNKNOWN, Scope
from dashboard.answers.members import closest, named
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.catalogue import dimension
from dashboard.pay.facts import Window
from dashboard.pay.plan_file import read_plan

_DAY = dt.timedelta(days=1)


def check_scopes(
    texts: Mapping[str, str], measures: Collection[str], month: Window, scope: Scope, shelf: Shelf
) -> None:
    """Go on only where every product scope of the plans that hold in a month names members that there are.

    Raises:
        Refused: `plan.no_member`, with file, line and field, and the nearest that there is.
    """
    for file, text in sorted(texts.items()):
        plan, top = read_plan(text, file, measures), Place(file, Lines(text), ())
        if not any(plan.holds_on(day) for day in (month.first, month.end - _DAY)):
            continue
        for use in plan.uses():
            for name, members in use.basis.where.items():
                by = dimension(name, ())
                for one in members:
                    if one != UNKNOWN and one not in named(one, by, scope, shelf):
                        raise top.below(*use.path, "where").refused(
                            "plan.no_member", attribute=name, name=one, nearest=closest(one, by, scope, shelf)
                        )
