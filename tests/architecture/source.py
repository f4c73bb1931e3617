"""The source of Metron as text and trees: what the tests of its architecture read."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from dashboard.paths import ROOT

READ = {".css", ".html", ".js", ".json", ".md", ".py", ".sql", ".svg", ".toml", ".txt", ".yaml", ""}


@dataclass(frozen=True)
class Module:
    """One file of Python, parsed when asked for."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the one package, named by its path in the checkout."""
    files = sorted((ROOT / "dashboard").rglob("*.py"))
    return tuple(
        Module(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in files
    )


@cache
def tracked() -> tuple[Path, ...]:
    """Every text file that is, or is about to be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in sorted(listed.stdout.split("\0")) if name]
    return tuple(file for file in files if file.suffix in READ and file.is_file())


def documentation(tree: ast.Module) -> set[int]:
    """The identities of the constants that are docstrings."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, kinds)]
    bare = [body[0].value for body in bodies if body and isinstance(body[0], ast.Expr)]
    return {id(value) for value in bare if isinstance(value, ast.Constant)}


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every string constant that is not a docstring, the fixed pieces of f-strings included."""
    told = documentation(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an expression that is a name or an attribute of one, else ''."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (of := dotted(node.value)):
        return f"{of}.{node.attr}"
    return ""
