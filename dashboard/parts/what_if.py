"""What if: a slider that asks the server while it moves, and what the server answers with."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.text import Language, say


@dataclass(frozen=True, slots=True)
class Slider:
    """How much more: from nothing to `most` by `step`, and where it stands; whole numbers."""

    finds: str
    most: int
    step: int
    value: int


@dataclass(frozen=True, slots=True)
class Deal:
    """An open deal that may be won: its key, and its words, ready in the reader's language."""

    key: str
    name: str
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class Earned:
    """What so much more earns; texts are ready in the reader's language. `parts` are the arithmetic."""

    more: str
    gain: str
    parts: tuple[tuple[str, str], ...]
    told: str


def slider(language: Language, spec: Slider, deals: Sequence[Deal], answer: str) -> str:
    """The slider with the first answer below it, and the deals to pick (`assets/find.js` asks for others)."""
    label = (
        f"<b>{escape(say(language, 'statement.what_if'))}</b> "
        f'<span class="quiet">{escape(say(language, "statement.what_if_more"))}</span>'
    )
    field = (
        f'<input type="range" name="more" min="0" max="{spec.most}" step="{spec.step}" value="{spec.value}">'
    )
    return (
        f'<div class="what-if" data-finds="{escape(spec.finds)}"><label>{label}{field}</label>'
        f'<div data-found aria-live="polite">{answer}</div>{_deals(language, deals)}</div>'
    )


def _deals(language: Language, deals: Sequence[Deal]) -> str:
    if not deals:
        return ""
    rows = "".join(
        f'<label class="deal"><input type="checkbox" name="deal" value="{escape(one.key)}">'
        f'<span>{escape(one.name)} <span class="quiet">{escape(one.detail)}</span></span>'
        f"<b>{escape(one.amount)}</b></label>"
        for one in deals
    )
    legend = escape(say(language, "statement.what_if_deals"))
    return f'<fieldset class="deals"><legend>{legend}</legend>{rows}</fieldset>'


def earned(language: Language, one: Earned) -> str:
    """One answer."""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(amount)}</td></tr>' for name, amount in one.parts
    )
    return (
        f'<p class="what-if-sum"><b>{escape(one.more)}</b> '
        f'<span class="quiet">{escape(say(language, "statement.what_if_earns"))}</span> '
        f'<b class="gain">{escape(one.gain)}</b></p>'
        f'<table class="made">{rows}</table><p class="quiet">{escape(one.told)}</p>'
    )
