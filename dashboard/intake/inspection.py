"""What a mapping's SQL may say: one SELECT over declared names, with functions that only compute.

The text is judged by the tree of the very parser that later runs it, so that no second reading
of the language can be played against the first. What passes here is still run without access to
files, network or settings (`sandbox`); this is the check that can say what is wrong, and where.
"""

import json
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import duckdb

from dashboard.intake.toml_lines import Place
from dashboard.metrics.nearest import nearest

TABLE_FUNCTIONS = frozenset({"unnest", "generate_series", "range"})
_TABLE_SHAPES = frozenset(
    {"BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT"}
)
# Words that read as columns and answer with the machine, the session or the clock.
_SPECIAL_WORDS = frozenset(
    {
        "current_catalog",
        "current_date",
        "current_role",
        "current_schema",
        "current_time",
        "current_timestamp",
        "current_user",
        "localtime",
        "localtimestamp",
        "session_user",
        "user",
    }
)
# DuckDB calls these consistent, yet they tell of the session, the clock or other SQL.
_TELLTALES = frozenset(
    {
        "ago",
        "current_localtime",
        "current_localtimestamp",
        "current_setting",
        "get_block_size",
        "getvariable",
        "version",
        "parse_duckdb_log_message",
        "json_serialize_plan",
        "json_serialize_sql",
        "json_deserialize_sql",
        "json_execute_serialized_sql",
    }
)
# Functions of the parser and of windows, which the catalogue of functions does not list.
_GRAMMAR = frozenset(
    {
        "row_number",
        "rank",
        "rank_dense",
        "dense_rank",
        "percent_rank",
        "cume_dist",
        "ntile",
        "lead",
        "lag",
        "first_value",
        "last_value",
        "nth_value",
        "fill",
        "unnest",
        "count_star",
        "grouping",
        "grouping_id",
    }
)


class Inspector:
    """Reads SQL without running it."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        self._functions = _pure_functions() | _GRAMMAR

    def close(self) -> None:
        """Let go of the parser."""
        self._connection.close()

    def check(self, sql: str, known: Collection[str], place: Place, sql_line: int = 0) -> dict[str, Any]:
        """The tree of one SELECT that reads nothing but `known` relations.

        Raises:
            Refused: anything else, with the mapping's line and what to write instead.
        """
        tree = self._parse(sql, place, sql_line)
        names = frozenset(name.casefold() for name in known)
        for node, visible in _walk(tree, names):
            self._check_node(node, visible, known, place)
        return tree

    def _parse(self, sql: str, place: Place, sql_line: int) -> dict[str, Any]:
        row = self._connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
        answer: dict[str, Any] = json.loads(row[0] if row else "{}")
        if answer.get("error"):
            message = str(answer.get("error_message", ""))
            if message.startswith("Only SELECT"):
                raise place.refused("intake.sql.only_select")
            position = int(answer.get("position") or 0)
            line = sql.count("\n", 0, position) + 1 if sql_line else 0
            raise place.refused("intake.sql.syntax", sql_line=line, reason=message)
        if len(answer["statements"]) != 1:
            raise place.refused("intake.sql.only_select")
        tree: dict[str, Any] = answer["statements"][0]["node"]
        return tree

    def _check_node(
        self, node: dict[str, Any], visible: frozenset[str], known: Collection[str], place: Place
    ) -> None:
        shape = node.get("type")
        if node.get("sample") is not None:
            raise place.refused("intake.sql.not_allowed", what="sample")
        if "sample" in node and "alias" in node:
            if shape not in _TABLE_SHAPES:
                raise place.refused("intake.sql.not_allowed", what=str(shape).lower())
            _check_table(node, visible, known, place)
        elif node.get("class") in ("FUNCTION", "WINDOW"):
            self._check_function(node, place)
        elif shape == "COLUMN_REF" and len(node["column_names"]) == 1:
            word = str(node["column_names"][0]).casefold()
            if word in _SPECIAL_WORDS:
                raise place.refused("intake.sql.not_allowed", what=word)

    def _check_function(self, node: dict[str, Any], place: Place) -> None:
        name = str(node["function_name"]).casefold()
        if node.get("is_operator"):
            return
        if node["schema"] not in ("", "main") or node["catalog"] not in ("", "system"):
            raise place.refused("intake.sql.function", name=name)
        if name not in self._functions:
            raise place.refused("intake.sql.function", name=name)


def first_alias(tree: dict[str, Any]) -> str:
    """The alias of the relation that a SELECT names first, or nothing."""
    table = tree.get("from_table") or {}
    while table.get("type") == "JOIN":
        table = table["left"]
    return str(table.get("alias") or table.get("table_name") or "")


def relations_of(tree: dict[str, Any]) -> set[str]:
    """The names, folded, of all relations that a query reads."""
    return {
        str(node["table_name"]).casefold()
        for node, _ in _walk(tree, frozenset())
        if node.get("type") == "BASE_TABLE"
    }


def is_row_by_row(tree: dict[str, Any]) -> bool:
    """Whether each row of a query comes from one row of the one relation that it reads."""
    if (tree.get("from_table") or {}).get("type") != "BASE_TABLE":
        return False
    if any(tree.get(part) for part in ("group_expressions", "group_sets", "having", "qualify", "modifiers")):
        return False
    if tree.get("aggregate_handling") != "STANDARD_HANDLING":  # GROUP BY ALL
        return False
    return not any(
        node.get("class") in ("WINDOW", "SUBQUERY")
        or (node.get("type") == "COLUMN_REF" and str(node["column_names"][-1]).casefold() == "rowid")
        or (node.get("class") == "FUNCTION" and str(node["function_name"]).casefold() in _aggregates())
        for node, _ in _walk(tree, frozenset())
    )


@cache
def _aggregates() -> frozenset[str]:
    with duckdb.connect(":memory:") as connection:
        rows = connection.execute(
            "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type = 'aggregate' "
            "UNION ALL SELECT 'count_star' UNION ALL SELECT 'unnest'"
        ).fetchall()
    return frozenset(str(name) for (name,) in rows)


def _walk(tree: dict[str, Any], names: frozenset[str]) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
    """Every node with the relations it may read: a WITH name counts only inside its own query."""
    left: list[tuple[Any, frozenset[str]]] = [(tree, names)]
    while left:
        node, visible = left.pop()
        if isinstance(node, list):
            left.extend((child, visible) for child in node)
        elif isinstance(node, dict):
            for entry in (node.get("cte_map") or {}).get("map") or []:
                # In its own query the name is still that of something outside, unless it is recursive.
                outside, visible = visible, visible | {str(entry["key"]).casefold()}
                recursive = entry["value"]["query"]["node"]["type"] == "RECURSIVE_CTE_NODE"
                left.append((entry["value"], visible if recursive else outside))
            yield node, visible
            inner = [child for key, child in node.items() if key != "cte_map"]
            if node.get("type") == "TABLE_FUNCTION":
                inner = node["function"]["children"]
            left.extend((child, visible) for child in inner)


def _check_table(node: dict[str, Any], visible: frozenset[str], known: Collection[str], place: Place) -> None:
    if node["type"] == "TABLE_FUNCTION":
        name = str(node["function"]["function_name"]).casefold()
        if name not in TABLE_FUNCTIONS or node["function"]["schema"] not in ("", "main"):
            raise place.refused("intake.sql.table_function", name=name)
    elif node["type"] == "BASE_TABLE":
        name = ".".join(
            part for part in (node["catalog_name"], node["schema_name"], node["table_name"]) if part
        )
        dotted = node["catalog_name"] or node["schema_name"]
        if node["at_clause"] is not None or dotted or name.casefold() not in visible:
            raise place.refused("intake.sql.relation", name=name, nearest=nearest(name, known))


@cache
def _pure_functions() -> frozenset[str]:
    """Functions whose answer depends on their arguments alone: the same files give the same load."""
    with duckdb.connect(":memory:") as connection:
        rows = connection.execute(
            "SELECT lower(function_name) FROM duckdb_functions() WHERE schema_name = 'main' "
            "AND function_type IN ('scalar', 'aggregate', 'macro') GROUP BY 1 "
            "HAVING bool_and(coalesce(stability, 'CONSISTENT') = 'CONSISTENT')"
        ).fetchall()
    macros = {"current_catalog", "current_role", "current_user", "session_user", "user"}
    return frozenset(str(name) for (name,) in rows) - _TELLTALES - macros
