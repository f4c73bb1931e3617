"""The form in which one says when a view comes, on what condition and with which file: begun, or changed."""

from collections.abc import Mapping
from decimal import Decimal

from dashboard.pages.address import EXPLORE_PATH
from dashboard.pages.explore.layout import column_name
from dashboard.pages.followed.looked import paced, watched
from dashboard.pages.followed.words import PATH, month_day, percent_typed, weekday
from dashboard.pages.view import View
from dashboard.parts.follows import Asking, follow_form
from dashboard.records.subscriptions import Subscription
from dashboard.text import say


def files(view: View) -> list[tuple[str, str]]:
    """What may be attached: a page of several tables is no single file of text."""
    forms = ("xlsx", "csv", "pdf") if view.address.path == EXPLORE_PATH else ("xlsx", "pdf")
    return [(one, say(view.language, f"deliver.file_{one or 'none'}")) for one in ("", *forms)]


def beginning(seen: View, id: int) -> str:
    """The form that begins to follow the view of this number, which is looked at."""
    return follow_form(seen.language, _asking(seen, "follow", id, "follow", {}))


def changing(seen: View, one: Subscription) -> str:
    """The form that changes what is followed already, filled in as it stands."""
    return follow_form(seen.language, _asking(seen, "follow_change", one.id, "keep", _stands(seen, one)))


def _asking(seen: View, act: str, id: int, go: str, chosen: Mapping[str, str]) -> Asking:
    language = seen.language
    times = [
        ("", [("workday", say(language, "deliver.on_workday"))]),
        (say(language, "deliver.weekly"), [(f"week.{day}", weekday(seen, day)) for day in range(1, 8)]),
        (say(language, "deliver.monthly"), [(f"month.{day}", month_day(seen, day)) for day in range(1, 32)]),
        ("", [("data", say(language, "deliver.on_data"))]),
    ]
    names, paces = ([(one, column_name(seen, one)) for one in found(seen)] for found in (watched, paced))
    if names:
        times.append(("", [("limit", say(language, "deliver.on_limit"))]))
    if paces:
        times.append(("", [("pace", say(language, "deliver.on_pace"))]))
    back = seen.address.but(path=PATH, see="", view="").href if chosen else ""
    return Asking(act, id, times, names, paces, files(seen), say(language, f"deliver.{go}"), chosen, back)


def _stands(seen: View, one: Subscription) -> dict[str, str]:
    """What the fields hold of terms that stand, as a person typed it."""
    terms = one.terms
    timing = f"{terms.timing}.{terms.day}" if terms.timing in ("week", "month") else terms.timing
    found = {"timing": timing, "attached": one.attached}
    if terms.timing in ("workday", "week", "month"):
        found["hour"] = str(terms.hour)
    elif terms.timing == "pace":
        found |= {"pace": terms.measure, "share": _typed(Decimal(terms.bound) * 100)}
    elif terms.timing == "limit":
        hundred = 100 if percent_typed(seen, terms.measure, terms.sign) else 1
        bound = _typed(Decimal(terms.bound) * hundred)
        found |= {"measure": terms.measure, "sign": terms.sign, "bound": bound}
    return found


def _typed(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
