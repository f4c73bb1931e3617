"""Figures for paper: the drawings of the screen, in the colours of the light theme."""

import re
from functools import cache
from typing import Any

from dashboard.exports.sheet import Figure
from dashboard.figures.chart import Chart
from dashboard.figures.chart_drawing import draw_chart
from dashboard.figures.columns import MonthColumns
from dashboard.figures.columns_drawing import draw_month_columns
from dashboard.figures.distribution import Distribution, draw_distribution
from dashboard.figures.marks import Box, Dot, hatch
from dashboard.figures.marks import Sheet as Drawn
from dashboard.figures.svg import write
from dashboard.figures.territory_map import TerritoryMap
from dashboard.figures.territory_map_drawing import draw_territory_map
from dashboard.figures.waterfall import Waterfall, draw_waterfall
from dashboard.paths import ASSETS
from dashboard.text import Language, say

_POINT = 0.76  # points for a pixel of a drawing
_LIGHT = re.compile(r":root\s*\{(.*?)\}", re.DOTALL)
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
_USE = re.compile(r"var\((--[\w-]+)\)")
_RULE = re.compile(r"^\.figure [^{]+\{[^}]*\}", re.MULTILINE)


def pictured(figure: Figure, width: float) -> dict[str, Any]:
    """A figure drawn for a column of this width in points."""
    wide = width / _POINT
    if isinstance(figure, Chart):
        return fitted(draw_chart(figure, wide))
    if isinstance(figure, Waterfall):
        return fitted(draw_waterfall(figure, wide, 270 if wide > 330 else 170))
    if isinstance(figure, Distribution):
        return fitted(draw_distribution(figure, wide, 170))
    if isinstance(figure, TerritoryMap):
        return fitted(draw_territory_map(figure, wide, linked=False))
    return fitted(draw_month_columns(figure, wide, 180))


def legend(language: Language, figure: Figure | None) -> list[dict[str, Any]]:
    """The marks of a trend or a map with their words; the other figures say theirs."""
    if isinstance(figure, TerritoryMap):
        return [{"mark": fitted(_spot(look)), "word": word} for look, word in figure.legend]
    if not isinstance(figure, MonthColumns):
        return []
    looks = ["actual", "prior", *["plan"] * figure.has_quota]
    looks += ["forecast"] * any(one.month.landing for one in figure.columns)
    return [{"mark": fitted(_mark(look)), "word": say(language, f"parts.legend_{look}")} for look in looks]


def _mark(look: str) -> Drawn:
    box = Box(0.65, 0.65, 8.7, 8.7, "outline" if look == "forecast" else look)
    return Drawn(10, 10, (*(hatch(box, 3) if look == "forecast" else ()), box), "")


def _spot(look: str) -> Drawn:
    return Drawn(10, 10, (Dot(5, 5, 4.3, f"spot {look}"),), "")


def fitted(sheet: Drawn) -> dict[str, Any]:
    """A drawing with its style in it, its words as large as those of the tables."""
    head, _, rest = write(sheet).partition(">")
    svg = f"{head}><style>{style()}</style>{rest}"
    return {"svg": svg, "width": sheet.width * _POINT, "alt": sheet.sentence}


@cache
def style() -> str:
    """The style sheet of figures with the values of the light theme, as the page itself has them."""
    light = next(iter(_LIGHT.findall((ASSETS / "metron.css").read_text("utf-8"))))
    tokens = dict(_TOKEN.findall(light))
    rules = _RULE.findall((ASSETS / "figures.css").read_text("utf-8"))
    text = "".join(_USE.sub(lambda use: tokens.get(use[1], use[0]), rule) for rule in rules)
    return text + ".figure text{font-family:Inter}"
