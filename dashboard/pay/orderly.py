"""Whether pay is kept in order: how soon statements are approved, and how many are asked about and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median

from dashboard.access.crowd import crowd, part_told
from dashboard.pay.finding import Finding
from dashboard.pay.inquiring import UPHELD
from dashboard.pay.observed import Watched
from dashboard.records.inquiries import Inquiry


def orderly(
    found: Watched,
    statements: Mapping[int, tuple[str, str]],
    inquiries: Sequence[Inquiry],
    published: Sequence[int],
    known: Callable[[str], bool],
) -> Iterator[Finding]:
    """The measures of one plan.

    Args:
        found: the plan and those of its people whom one oversees.
        statements: payee and plan of every statement of the year, by its number.
        inquiries: those about any of them.
        published: days from the end of each month to the approval of its run.
        known: whose own pay one may see.
    """
    value = float(median(published)) if published else None
    yield Finding("published", value, len(published), why="" if published else "none")
    people = {one.payee for one in found.people}
    mine = {key for key, (payee, plan) in statements.items() if plan == found.plan.key and payee in people}
    asked = [one for one in inquiries if one.statement_id in mine]
    whole, who = crowd(people, known), crowd((one.payee for one in asked), known)
    if not part_told(who, whole):
        yield Finding("disputes", n=len(mine), why="few")
    else:
        rate = 100 * len(asked) / len(mine) if mine else None
        yield Finding("disputes", rate, len(mine), why="none" if rate is None else "")
    ended = [one for one in asked if not one.open]
    upheld = [one for one in ended if one.state in UPHELD]
    answered, right = (crowd((one.payee for one in some), known) for some in (ended, upheld))
    if not ended:
        told = part_told(who, whole)
        yield Finding("upheld", n=0, why="none" if told and not asked else "few")
    elif not part_told(right, answered):
        yield Finding("upheld", n=0, why="few")
    else:
        yield Finding("upheld", len(upheld) / len(ended), len(ended))
