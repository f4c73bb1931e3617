"""The list of ideas: what each may bring, what changed, why, and what to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import Control, aria, menu, text_control
from dashboard.parts.icons import icon
from dashboard.text import Language, say

_LONG = 5  # letters of a value from which it is set smaller, so that it keeps its column


@dataclass(frozen=True, slots=True)
class IdeaAccount:
    """One of several customers who can deliver an idea, and by what."""

    name: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """One idea: its value as text, its sentences, and what may be answered, first the next step.

    An idea about no one customer names several `accounts`.
    """

    value: str
    title: str
    reason: str
    step: str
    rule: str
    rule_words: str
    named: str = ""
    href: str = ""
    answers: tuple[Control, ...] = ()
    no: tuple[Control, ...] = ()
    no_label: str = ""
    more: tuple[Control, ...] = ()
    more_label: str = ""
    actions_label: str = ""
    accounts: tuple[IdeaAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """One idea that somebody has taken on."""

    title: str
    note: str
    answers: tuple[Control, ...] = ()
    more: tuple[Control, ...] = ()
    more_label: str = ""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What the ideas of one rule have brought, as text."""

    name: str
    shown: str
    accepted: str
    seen: str
    held: str
    gain: str
    brought: str


def idea_list(ideas: Sequence[IdeaLine], title: str) -> Component:
    """The ideas in their order; the first is open, the others open where one touches them."""
    return html.Ol(
        [html.Li(_idea(one, at == 0)) for at, one in enumerate(ideas)],
        className="ideas",
        **aria(label=title),
    )


def _idea(one: IdeaLine, first: bool) -> Component:
    head = html.Summary(
        [
            html.Span(one.value, className="idea-value long" if len(one.value) > _LONG else "idea-value"),
            html.Span(
                [html.Span(one.title, className="idea-title"), html.Span(one.reason, className="idea-why")]
            ),
        ]
    )
    return html.Details([head, html.Div(_body(one), className="idea-body")], open=first)


def _body(one: IdeaLine) -> list[Component]:
    step: list[Component | str] = [one.step]
    if one.href:
        step += [" ", html.Link(one.named, href=one.href)]
    body: list[Component] = [html.P(step, className="idea-step"), *_accounts(one)]
    if one.answers:
        body.append(_answers(one, one.actions_label))
    body.append(html.Details([html.Summary(one.rule), html.P(one.rule_words)], className="idea-rule"))
    return body


def _accounts(one: IdeaLine) -> list[Component]:
    if not one.accounts:
        return []
    items = [
        html.Li([html.Link(account.name, href=account.href), " ", html.Span(account.note)])
        for account in one.accounts
    ]
    return [html.Ul(items, className="idea-accounts")]


def _answers(one: IdeaLine | AcceptedLine, label: str) -> Component:
    looks = ["primary" if isinstance(one, IdeaLine) else "", *[""] * len(one.answers)]
    buttons: list[Component] = [
        text_control(control, f"button small {look}")
        for control, look in zip(one.answers, looks, strict=False)
    ]
    if isinstance(one, IdeaLine) and one.no:
        buttons.append(menu([one.no_label], "button small", one.no, one.no_label))
    if one.more:
        face = [icon("dots"), html.Span(one.more_label, className="unseen")]
        buttons.append(menu(face, "button small", one.more, one.more_label))
    named: dict[str, Any] = {"role": "group", **aria(label=label)}
    return html.Div(buttons, className="idea-answers", **named)


def accepted_list(accepted: Sequence[AcceptedLine], title: str) -> Component:
    """What was taken on and is not done yet."""
    return html.Div(
        [
            html.H3(title, className="idea-head"),
            html.Ul(
                [
                    html.Li(
                        [
                            html.Span(
                                [
                                    html.Span(one.title, className="idea-title"),
                                    html.Span(one.note, className="idea-why"),
                                ]
                            ),
                            *([_answers(one, one.title)] if one.answers or one.more else []),
                        ]
                    )
                    for one in accepted
                ],
                className="accepted",
            ),
        ]
    )


def status(told: str, undo: Control | None) -> Component:
    """What was just answered, and the way back; a screen reader is told at once."""
    back: list[Any] = [" ", text_control(undo, "link")] if undo else []
    return html.P(
        [html.Span(told), *back],
        className="idea-status",
        role="status",
    )


def result_table(language: Language, title: str, lines: Sequence[ResultLine], total: ResultLine) -> Component:
    """One line a rule, and the total; on a phone each line becomes a block with its words."""
    keys = ("shown", "accepted", "seen", "held", "gain", "brought")
    words = {key: say(language, f"ideas.column_{key}") for key in keys}
    heads = [html.Th(say(language, "ideas.column_rule"), scope="col")]
    heads += [html.Th(words[key], scope="col") for key in keys]

    def row(one: ResultLine) -> Component:
        labels: list[dict[str, Any]] = [{"data-label": words[key]} for key in keys]
        cells = [html.Td(getattr(one, key), **label) for key, label in zip(keys, labels, strict=True)]
        return html.Tr([html.Th(one.name, scope="row"), *cells])

    return html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(html.Tr(heads)),
            html.Tbody([row(one) for one in lines]),
            html.Tfoot(row(total)),
        ],
        className="list results",
    )
