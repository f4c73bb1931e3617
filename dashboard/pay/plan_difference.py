"""Two versions of a plan, entry by entry and sentence by sentence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.kinds import Measure
from dashboard.pay.plan import Plan
from dashboard.pay.plan_words import Section, plan_words
from dashboard.text import Language, say


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that differs, as its file writes it; nothing where a version does not have it."""

    path: str
    before: str
    after: str


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """The entries that differ, in the order of the schema; parts that have a key are matched by it.

    Of a part that one version lacks only what its file says is listed, not all that it might have said.
    """
    said = {
        path
        for one in (before, after)
        for path in _paths("", one.model_dump(by_alias=True, exclude_unset=True))
    }
    return tuple(
        one
        for one in _differing("", before.model_dump(by_alias=True), after.model_dump(by_alias=True))
        if one.path in said
    )


def difference_words(
    before: Plan,
    after: Plan,
    language: Language,
    measures: Mapping[str, Measure] = MEASURES,
    called: Callable[[str], str] = str,
) -> tuple[Section, ...]:
    """The sentences that differ, below the headings of the plan's words; a heading needs one."""
    old = {one.key: one for one in plan_words(before, language, measures, called)}
    new = {one.key: one for one in plan_words(after, language, measures, called)}
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key), new.get(key)
        head = now or was
        assert head is not None
        said = tuple(_sentences(was.sentences if was else (), now.sentences if now else (), language))
        if said:
            found.append(Section(key, head.heading, said))
    return tuple(found)


def _sentences(before: Sequence[str], after: Sequence[str], language: Language) -> Iterator[str]:
    """Each run of sentences that was, followed by the run that stands in its place."""
    for how, old, old_end, new, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            continue
        yield from (say(language, "plans.told_before", text=text) for text in before[old:old_end])
        yield from (say(language, "plans.told_after", text=text) for text in after[new:new_end])


def _differing(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    old, new = _entries(before), _entries(after)
    if not old and not new:
        yield Difference(path, _written(before), _written(after))
        return
    for name in [*old, *(name for name in new if name not in old)]:
        yield from _differing(_below(path, name), old.get(name), new.get(name))


def _paths(path: str, value: Any) -> Iterator[str]:
    """The paths of all values that a file says."""
    entries = _entries(value)
    if not entries:
        yield path
    for name, part in entries.items():
        yield from _paths(_below(path, name), part)


def _below(path: str, name: str) -> str:
    return f"{path}{name}" if name.startswith("[") or not path else f"{path}.{name}"


def _entries(value: Any) -> dict[str, Any]:
    """What stands inside an entry: by name, by key where parts have one, else by place from 1."""
    if isinstance(value, Mapping):
        return {str(name): part for name, part in value.items()}
    if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
        return {f"[{part.get('key', place)}]": part for place, part in enumerate(value, 1)}
    return {}


def _written(value: Any) -> str:
    """A value as a file has it; nothing for nothing."""
    if value is None or value in ((), {}):
        return ""
    if isinstance(value, tuple):
        return ", ".join(_written(part) for part in value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
