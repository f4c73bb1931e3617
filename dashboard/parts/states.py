"""What a tile or panel shows instead of its number, or beside it: six designed states.

Each has the size of what it replaces, one sentence that says why, and at most one thing to do.
"""

from dataclasses import dataclass
from typing import Any, Literal

from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import Control, text_control
from dashboard.parts.icons import icon
from dashboard.text import Language, say

Kind = Literal["loading", "empty", "partial", "stale", "denied", "failed"]


@dataclass(frozen=True, slots=True)
class State:
    """Why a number is missing (loading, empty, denied, failed) or to be read with care (partial, stale)."""

    kind: Kind
    sentence: str = ""
    action: Control | None = None

    @property
    def hides(self) -> bool:
        """Whether the number is not shown at all."""
        return self.kind not in ("partial", "stale")


def replacement(language: Language, state: State, height: int = 0) -> Component:
    """What stands where the number would be. A height keeps what is below in its place."""
    if state.kind == "loading":
        return _skeleton(language, height)
    words = html.P(
        [state.sentence or say(language, f"parts.{state.kind}"), *_action(state)], className="state-words"
    )
    picture = [icon("lock")] if state.kind == "denied" else []
    extra = _size(height)
    if state.kind == "failed":
        extra["role"] = "alert"
    return html.Div([*picture, words], className=f"state {state.kind}", **extra)


def caution(state: State | None) -> list[Component]:
    """The warn dot and its caption beside a number that is partial or late."""
    if state is None or state.hides:
        return []
    return [html.P([html.Span(className="dot warn"), state.sentence, *_action(state)], className="caution")]


def _action(state: State) -> list[Any]:
    return [" ", text_control(state.action, "state-action")] if state.action else []


def _skeleton(language: Language, height: int) -> Component:
    return html.Div(
        [
            html.Div(className="bone value"),
            html.Div(className="bone line"),
            html.Div(className="bone block"),
            html.P(say(language, "parts.still_counting"), className="slow"),
        ],
        className="state loading",
        role="status",
        **_size(height),
    )


def _size(height: int) -> dict[str, Any]:
    return {"style": {"minHeight": height}} if height else {}
