"""A field for a text that is tried when one asks: its answer comes from the server (`assets/find.js`)."""

from dataclasses import dataclass
from html import escape

from dashboard.text import Language, say


@dataclass(frozen=True, slots=True)
class Trial:
    """Where it is tried, texts to begin with by their names, and how long one may be."""

    finds: str
    texts: tuple[tuple[str, str], ...]
    longest: int


def trial(language: Language, spec: Trial) -> str:
    """The field with its buttons; the answer stands below."""
    begin = "".join(
        f'<button type="button" class="plain chip" data-fills="{escape(text)}">{escape(name)}</button>'
        for name, text in spec.texts
    )
    words = {key: escape(say(language, f"health.{key}")) for key in ("begin_with", "plan_text", "simulate")}
    return (
        f'<div class="trial" data-finds="{escape(spec.finds)}" data-waits="">'
        f'<p class="quiet">{words["begin_with"]}</p><div class="trial-texts">{begin}</div>'
        f'<label>{words["plan_text"]}<textarea name="text" rows="12" spellcheck="false" '
        f'maxlength="{spec.longest}"></textarea></label>'
        f'<button type="button" class="button" data-asks="">{words["simulate"]}</button>'
        f'<p class="quiet trial-wait">{escape(say(language, "health.takes_long"))}</p>'
        f'<div data-found aria-live="polite"></div></div>'
    )
