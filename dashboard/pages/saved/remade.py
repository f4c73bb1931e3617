"""What became of the own measures of a view: which were changed or removed, and when, in plain words."""

from dashboard.intake.own_measure import Draft, drafts
from dashboard.pages.address import Address, read_address
from dashboard.pages.view import View
from dashboard.records.views import Version
from dashboard.text import say


def remade(view: View, before: Address, now: Address) -> tuple[str, ...]:
    """Words for each measure that is another than it was, or is there no more; what is new needs none."""
    was, is_ = ({one.key: one for one in drafts(each.shelves.own or ())} for each in (before, now))
    return tuple(_told(view, one, is_.get(key)) for key, one in was.items() if _differs(one, is_.get(key)))


def remade_in(view: View, versions: list[Version], version: Version) -> tuple[str, ...]:
    """What a version made of the measures of the one before it; renaming or moving a view changes none."""
    earlier = [one for one in versions if one.number < version.number]
    address = version.content.address
    before = next((one.content.address for one in earlier if one.content.address != address), "")
    return remade(view, read_address(before), read_address(address)) if before else ()


def _differs(one: Draft, now: Draft | None) -> bool:
    return now is None or (one.name, one.shown, one.formula) != (now.name, now.shown, now.formula)


def _told(view: View, one: Draft, now: Draft | None) -> str:
    language = view.language
    if now is None:
        return say(language, "saved.own_removed", name=one.name)
    if one.formula != now.formula:
        return say(language, "saved.own_changed", name=now.name, now=now.formula, before=one.formula)
    if one.name != now.name:
        return say(language, "saved.own_renamed", name=now.name, before=one.name)
    return say(language, "saved.own_shown", name=now.name)
