"""An explanation as text: JSON for programs, lists for people at a terminal."""

import json
from collections.abc import Iterator
from fractions import Fraction

from dashboard.answers.answer import Column
from dashboard.answers.contributions import STANDS_OUT, Breakdown, Finding
from dashboard.answers.explained import Bridge, Explained, exact
from dashboard.answers.export import aligned, notes, written
from dashboard.answers.glossary import worded
from dashboard.metrics.kinds import Kind
from dashboard.text import Language, formats, has, say


def as_json(found: Explained, language: Language) -> str:
    """`{measure, before, now, change, findings, breakdowns, bridges, ...}`, findings in their order.

    Money is text with four decimals; a rate, a mix and what they add up to are fractions.
    """
    column = found.total.columns[0]
    return json.dumps(
        {
            "measure": {"key": column.key, "kind": str(column.kind), "unit": column.unit},
            "before": _value(found, found.whole.was),
            "now": _value(found, found.whole.value),
            "change": _value(found, found.whole.change),
            "moved_together": bool(found.looked_at) and not found.findings,
            "findings": [{"dimension": key, **_finding(found, one, language)} for key, one in found.findings],
            "breakdowns": [_breakdown(found, one) for one in found.breakdowns],
            "bridges": {
                one.name: {key: _value(found, step) for key, step in one.steps} for one in found.bridges
            },
            "looked_at": list(found.looked_at),
            "publication": found.total.publication,
            "as_of": found.total.as_of.isoformat(),
            "notes": notes(found.total, language),
        },
        ensure_ascii=False,
        indent=1,
    )


def as_table(found: Explained, language: Language) -> str:
    """The change, a list for each dimension and each bridge that adds up to it, and the notes."""
    whole = found.whole
    was, now = (_said(found, one, language) for one in (whole.was, whole.value))
    change = _said(found, whole.change, language, change=True)
    lead = say(language, "explain.lead", before=was, now=now, change=change)
    blocks = [f"{worded(found.row, language, 'name')}. {lead}"]
    if found.findings:
        blocks.append(say(language, "explain.stands_out", change=change))
    else:
        blocks.append(together(language, found.looked_at))
    blocks += [
        aligned(_columns(found, one.dimension), _lines(found, one, language), ()) for one in found.breakdowns
    ]
    for bridge in found.bridges:
        columns = (Column(bridge.name, Kind.DIMENSION, ""), Column("contribution", found.row.kind, ""))
        steps = [[step_name(language, bridge, key), _value(found, step)] for key, step in bridge.steps]
        total = [say(language, "explain.total"), _value(found, found.whole.change)]
        blocks.append(aligned(columns, [*steps, total], ()))
    return "\n\n".join([*(block.rstrip() for block in blocks), "\n".join(notes(found.total, language))])


def together(language: Language, dimensions: tuple[str, ...]) -> str:
    """That nothing stands out, and where it was looked for; or that there is nowhere to look."""
    if not dimensions:
        return say(language, "explain.nowhere")
    share = formats.percent(language, float(STANDS_OUT))
    return say(language, "explain.together", share=share, dimensions=", ".join(dimensions))


def step_name(language: Language, bridge: Bridge, key: str) -> str:
    """What a step of a bridge is called."""
    named = f"measure.{key}.name"
    return say(language, named if bridge.name != "customers" and has(named) else f"explain.{key}_step")


def member_name(language: Language, one: Finding) -> str:
    """What a member is called, with what became of it."""
    name = say(language, "ask.unknown") if one.label is None else one.label
    return f"{name} ({say(language, f'explain.{one.fate}')})" if one.fate else name


def _finding(found: Explained, one: Finding, language: Language) -> dict[str, object]:
    told = {"key": one.key, "member": say(language, "ask.unknown") if one.label is None else one.label}
    return told | _amounts(found, one) | ({"fate": one.fate} if one.fate else {})


def _breakdown(found: Explained, one: Breakdown) -> dict[str, object]:
    return {
        "dimension": one.dimension,
        "members": [told.key for told in one.findings],
        "others": {"count": one.other_count, **_amounts(found, one.others)},
    }


def _amounts(found: Explained, one: Finding) -> dict[str, object]:
    """Before, now, the contribution and its share of the change; of a ratio, its two parts too."""
    change = found.whole.change
    told: dict[str, object] = {
        "before": _value(found, one.before),
        "now": _value(found, one.now),
        "contribution": _value(found, one.contribution),
        "share": float(one.contribution / change) if change else None,
    }
    if found.whole.ratio:
        told |= {"rate": _value(found, one.rate), "mix": _value(found, one.mix)}
    return told


def _columns(found: Explained, dimension: str) -> list[Column]:
    keys = list(_amounts(found, found.breakdowns[0].others))
    return [Column(dimension, Kind.DIMENSION, ""), *(Column(key, found.row.kind, "") for key in keys)]


def _lines(found: Explained, one: Breakdown, language: Language) -> Iterator[list[object]]:
    for told in one.findings:
        yield [member_name(language, told), *_amounts(found, told).values()]
    if one.other_count:
        yield [say(language, "explain.others"), *_amounts(found, one.others).values()]
    whole = found.whole
    values = [_value(found, side) for side in (whole.was, whole.value, whole.change)]
    blank = [None] * (len(_columns(found, one.dimension)) - 4)
    yield [say(language, "explain.total"), *values, *blank]


def _said(found: Explained, value: Fraction, language: Language, *, change: bool = False) -> str:
    """A number as it stands in a sentence."""
    unit = found.total.columns[0].unit
    if unit == "fraction":
        return (formats.points if change else formats.percent)(language, float(value), 2)
    return f"{_value(found, value)} {unit}"


def _value(found: Explained, value: Fraction | None) -> object:
    return written(exact(value, found.row.kind), found.total.columns[0], "en")
