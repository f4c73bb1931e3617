"""A formula as a company writes it: `net_sales / distinct(sales.customer_id, only=bought)`.

It is read by Python's own parser and never run: names of measures, columns of marts, whole numbers,
plus, minus, divided by, and a few words are all there is. Everything else is refused.
"""

import ast
from collections.abc import Callable

from dashboard.intake.toml_lines import Place
from dashboard.metrics.columns import COLUMNS, CONDITIONS
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import (
    Atom,
    Count,
    Distinct,
    Each,
    Formula,
    Latest,
    Minus,
    Number,
    OrZero,
    Over,
    Plus,
    Prior,
    Quantile,
    Ratio,
    Sum,
    Times,
    Total,
    Whole,
    Within,
    nodes,
)
from dashboard.metrics.nearest import nearest

OF_LINES = ("sum", "distinct", "count", "latest", "median")
OF_FORMULAS = ("prior", "total", "or_zero", "last_twelve_months")
_WANTS = {
    "sum": ("money", "quantity"),
    "distinct": ("key",),
    "latest": ("day",),
    "median": ("money", "quantity"),
}
_LONGEST = 1_000


class FormulaReader:
    """Reads the formula of one entry; `find` gives the formula of a measure by its name."""

    def __init__(self, place: Place, find: Callable[[str, Place], Formula]) -> None:
        self._place, self._find = place, find

    def read(self, text: str) -> Formula:
        """The formula.

        Raises:
            Refused: with file, line and field, what is wrong, and what was probably meant.
        """
        if len(text) > _LONGEST:
            raise self._place.refused("intake.kpi.too_long", most=_LONGEST)
        try:
            tree = ast.parse(text.strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise self._place.refused("intake.kpi.not_read", text=text.strip()) from error
        return self._formula(tree.body)

    def _formula(self, node: ast.expr) -> Formula:
        match node:
            case ast.BinOp(left, ast.Add(), right):
                return Plus(self._formula(left), self._formula(right))
            case ast.BinOp(left, ast.Sub(), right):
                return Minus(self._formula(left), self._formula(right))
            case ast.BinOp(left, ast.Div(), right):
                return Ratio(self._formula(left), self._formula(right))
            case ast.BinOp(left, ast.Mult(), ast.Constant(int(by))) if not isinstance(by, bool):
                return Times(self._formula(left), by)
            case ast.BinOp(ast.Constant(int(by)), ast.Mult(), right) if not isinstance(by, bool):
                return Times(self._formula(right), by)
            case ast.Subscript(of, limits):
                return self._within(self._formula(of), limits)
            case ast.Name(name):
                return self._find(name, self._place)
            case ast.Constant(value) if isinstance(value, int) and not isinstance(value, bool):
                return Number(value)
            case ast.Call(ast.Name(word), arguments, keywords):
                return self._call(node, word, arguments, keywords)
        raise self._unsafe(node)

    def _within(self, of: Formula, node: ast.expr) -> Formula:
        """A measure within limits: `net_sales[brand == "A"]`, `units[channel in ("A", "B")]`."""
        if any(isinstance(one, Each) for one in nodes(of)):
            raise self._place.refused("intake.kpi.not_within", name="[...]")
        limits = node.elts if isinstance(node, ast.Tuple) else [node]
        return Within(of, tuple(self._limit(one) for one in limits))

    def _limit(self, node: ast.expr) -> Condition:
        match node:
            case ast.Compare(ast.Name(dimension), [ast.Eq() | ast.NotEq() as sign], [ast.Constant(str(one))]):
                return Condition(dimension, (one,), isinstance(sign, ast.NotEq))
            case ast.Compare(
                ast.Name(dimension),
                [ast.In() | ast.NotIn() as sign],
                [ast.Tuple(members) | ast.List(members)],
            ):
                names = [one.value for one in members if isinstance(one, ast.Constant)]
                if names and len(names) == len(members) and all(isinstance(one, str) for one in names):
                    return Condition(dimension, tuple(map(str, names)), isinstance(sign, ast.NotIn))
        raise self._place.refused("intake.kpi.limit_form", text=ast.unparse(node)[:80])

    def _call(
        self, node: ast.expr, word: str, arguments: list[ast.expr], keywords: list[ast.keyword]
    ) -> Formula:
        if word not in (*OF_LINES, *OF_FORMULAS):
            known = [*OF_LINES, *OF_FORMULAS]
            raise self._place.refused("intake.kpi.no_word", name=word, nearest=nearest(word, known))
        if len(arguments) != 1:
            raise self._place.refused("intake.kpi.one_argument", name=word)
        if word in OF_FORMULAS:
            return self._elsewhere(node, word, arguments[0], keywords)
        mart, column = self._column(word, arguments[0])
        only = self._condition(mart, keywords)
        match word:
            case "sum":
                return Sum(mart, column, only)
            case "distinct":
                return Distinct(mart, column, only)
            case "latest":
                return Latest(mart, column, only)
            case "median":
                return Quantile(mart, column, 0.5, only)
        return Count(mart, only)

    def _elsewhere(
        self, node: ast.expr, word: str, argument: ast.expr, keywords: list[ast.keyword]
    ) -> Formula:
        if keywords:
            raise self._unsafe(node)
        inner = self._formula(argument)
        if word != "or_zero" and any(
            isinstance(one, Prior | Over | Total | Whole | Each) for one in nodes(inner)
        ):
            raise self._place.refused("intake.kpi.not_within", name=word)
        if word == "prior":
            return Prior(inner)
        if word == "total":
            return Total(inner)
        return OrZero(inner) if word == "or_zero" else Over(inner, "trailing")

    def _column(self, word: str, node: ast.expr) -> tuple[str, str]:
        if word == "count" and isinstance(node, ast.Name):
            return self._mart(node.id), ""
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            raise self._unsafe(node)
        mart, column = self._mart(node.value.id), node.attr
        if column not in COLUMNS[mart]:
            raise self._place.refused(
                "intake.kpi.no_column", table=mart, name=column, nearest=nearest(column, COLUMNS[mart])
            )
        if word in _WANTS and COLUMNS[mart][column] not in _WANTS[word]:
            possible = [name for name, holds in COLUMNS[mart].items() if holds in _WANTS[word]]
            raise self._place.refused(
                "intake.kpi.not_for", name=word, column=f"{mart}.{column}", known=", ".join(possible)
            )
        return mart, column

    def _mart(self, name: str) -> str:
        if name not in COLUMNS:
            raise self._place.refused("intake.kpi.no_table", name=name, nearest=nearest(name, COLUMNS))
        return name

    def _condition(self, mart: str, keywords: list[ast.keyword]) -> str:
        match keywords:
            case []:
                return ""
            case [ast.keyword("only", ast.Name(name))]:
                known = CONDITIONS.get(mart, ())
                if name in known:
                    return name
                raise self._place.refused("intake.kpi.no_condition", name=name, known=", ".join(known) or "-")
        raise self._place.refused("intake.kpi.condition_form")

    def _unsafe(self, node: ast.AST) -> Exception:
        return self._place.refused("intake.kpi.unsafe", text=ast.unparse(node)[:80])


def marts(formula: Formula) -> frozenset[str]:
    """The marts that a formula reads."""
    return frozenset(node.mart for node in nodes(formula) if isinstance(node, Atom))
