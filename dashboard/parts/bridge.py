"""A bridge with its table twin, and the other figures of the stacks with their words below."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.figures.distribution import Distribution, draw_distribution
from dashboard.figures.waterfall import Waterfall, draw_waterfall
from dashboard.parts import html
from dashboard.parts.drawing import drawing
from dashboard.parts.panel import Panel, panel
from dashboard.text import Language, say


def bridge_panel(
    language: Language,
    head: Panel,
    spec: Waterfall,
    size: tuple[float, float],
    words: Sequence[Component] = (),
) -> Component:
    """The steps as a figure of this size, and as a table."""
    figure = drawing(draw_waterfall(spec, *size), fluid=True)
    return panel(language, head, [figure, *words], _steps(language, head.title, spec))


def _steps(language: Language, title: str, spec: Waterfall) -> Component:
    rows = [
        (spec.start.name, spec.start.value),
        *((step.name, step.label) for step in (*spec.steps, spec.total)),
        (spec.end.name, spec.end.value),
    ]
    return pairs_table(language, title, ("step", "amount"), rows)


def distribution_panel(
    language: Language, head: Panel, spec: Distribution, width: float, words: Sequence[Component]
) -> Component:
    """How many lie in each class, as a figure and as a table."""
    rows = [(one.name, str(one.count)) for one in spec.classes]
    table = pairs_table(language, head.title, ("class", "count"), rows)
    return panel(language, head, [drawing(draw_distribution(spec, width), fluid=True), *words], table)


def pairs_table(
    language: Language, title: str, heads: tuple[str, str], rows: Sequence[tuple[str, str]]
) -> Component:
    """Two columns: what, and how much."""
    return html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(
                html.Tr([html.Th(say(language, f"leadership.twin_{name}"), scope="col") for name in heads])
            ),
            html.Tbody([html.Tr([html.Th(name, scope="row"), html.Td(value)]) for name, value in rows]),
        ],
        className="list numbers",
    )


def note(*words: str | Component) -> Component:
    """A sentence below a figure."""
    return html.P(list(words), className="figure-note")


def facts(rows: Sequence[tuple[str, str | Component]]) -> Component:
    """Names and values, line by line."""
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(value)]) for name, value in rows], className="pairs facts"
    )


def mover(name: str, href: str, change: Component) -> Component:
    """A customer that moved the whole, as a link that keeps it alone."""
    face: Component | str = html.Link(name, href=href) if href else name
    return html.Li([html.Span(face, className="mover-name", title=name), change])


def movers(title: str, lines: Sequence[Component]) -> Component:
    """The largest movers below their title."""
    return html.Div([html.H3(title), html.Ul(list(lines))], className="movers")


def attention_line(words: Sequence[str | Component]) -> Component:
    """One thing that somebody should look at."""
    return html.Li([html.Span(className="dot warn"), html.Span(list(words))])


def attention_list(lines: Sequence[Component]) -> Component:
    """What should be looked at, line by line."""
    return html.Ul(list(lines), className="attention")
