"""Sizes: a guide, with an end to it."""

import ast
import warnings

from tests.architecture.source import Module, modules

LOOK_HARD, TOO_LONG = 250, 400
FUNCTION_TOO_LONG = 60


def lines(module: Module) -> int:
    return len(module.text.splitlines())


def long_functions(module: Module) -> list[str]:
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_TOO_LONG:
                found.append(f"{module.name}:{node.lineno} {node.name}, {length} lines")
    return found


def test_modules_can_be_read_at_a_sitting() -> None:
    for module in modules():
        if lines(module) > LOOK_HARD:
            warnings.warn(
                f"{module.name} has {lines(module)} lines: is the cut in the right place?", stacklevel=1
            )
    assert not [f"{module.name}, {lines(module)} lines" for module in modules() if lines(module) > TOO_LONG]


def test_functions_fit_on_a_screen() -> None:
    assert not [hit for module in modules() for hit in long_functions(module)]


def test_a_long_function_is_found() -> None:
    body = "\n".join(["    x = 1"] * FUNCTION_TOO_LONG)
    assert long_functions(Module("long.py", f"def long():\n{body}\n"))
    assert not long_functions(Module("short.py", "def short():\n    return 1\n"))
