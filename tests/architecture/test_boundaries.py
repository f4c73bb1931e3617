"""What only one place may do: read the environment, write SQL, know a library."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.paths import ROOT
from tests.architecture.source import Module, dotted, modules, strings, tracked

SQL = re.compile(
    r"^\s*(select\s.+\sfrom\s|with\s+(recursive\s+)?\w+(\s*\(.*?\))?\s+as\s*\(|insert\s+(or\s+\w+\s+)?into\s"
    r"|update\s+\S+\s+set\s|delete\s+from\s|merge\s+into\s|create\s+(or\s+replace\s+)?(temp\w*\s+)?(table|view)\s"
    r"|SELECT\s|attach\s+'|copy\s*\(|drop\s+(table|view)\s)",
    re.DOTALL | re.IGNORECASE,
)
MAY_WRITE_SQL = re.compile(r"dashboard/(answers/(compiler|warehouse)\w*|intake/.+)\.py$")
PROCESS_GLOBAL = ("dash.callback", "dash.register_page", "plotly.express")
HOST = re.compile(r"https?:" + r"//([^/\s\"'`<>()\\]+)")
# Names of namespaces, not addresses that anything fetches; and this machine.
HOSTS = re.compile(r"^(www\.w3\.org|(localhost|127\.0\.0\.1|0\.0\.0\.0)(:.*)?|\{.*)$")


def sql_in(module: Module) -> Iterator[str]:
    for node in strings(module.tree):
        # Prose that begins with the word is told apart by its capitals.
        if SQL.match(node.value) and not re.match(r"\s*[A-Z][a-z]", node.value):
            yield f"{module.name}:{node.lineno} {node.value.strip()[:60]!r}"


def environment_in(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        read = isinstance(node, ast.Attribute) and dotted(node) in ("os.environ", "os.getenv", "os.environb")
        taken = isinstance(node, ast.ImportFrom) and node.module == "os"
        if read or (taken and {"environ", "getenv"} & {alias.name for alias in node.names}):
            yield f"{module.name}:{node.lineno}"


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a module imports."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def process_global_in(module: Module) -> Iterator[str]:
    named = [(node.lineno, dotted(node)) for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)]
    for line, name in [*named, *imported(module)]:
        if name.startswith(PROCESS_GLOBAL):
            yield f"{module.name}:{line} {name}"


def hosts_in(text: str) -> list[str]:
    return [host for host in HOST.findall(text) if not HOSTS.match(host)]


def test_sql_lives_in_queries_and_in_the_compiler() -> None:
    found = [hit for module in modules() if not MAY_WRITE_SQL.search(module.name) for hit in sql_in(module)]
    assert not found, "SQL belongs in queries/<layer>/<relation>.sql"


def test_only_settings_reads_the_environment() -> None:
    found = [
        hit
        for module in modules()
        if module.name != "dashboard/settings.py"
        for hit in environment_in(module)
    ]
    assert not found, "declare a setting in dashboard/settings.py and hand it over"


def test_nothing_global_to_the_process() -> None:
    assert not [hit for module in modules() for hit in process_global_in(module)]


def test_metrics_know_the_standard_library_and_errors_alone() -> None:
    allowed = sys.stdlib_module_names | {"dashboard.errors", "dashboard.metrics"}
    found = [
        f"{module.name}:{line} {name}"
        for module in modules()
        if module.name.startswith("dashboard/metrics/")
        for line, name in imported(module)
        if not {name.split(".")[0], ".".join(name.split(".")[:2])} & allowed
    ]
    assert not found, "what can be asked is plain Python, so that anything may read it"


def test_nothing_is_fetched_from_elsewhere() -> None:
    served = [file for file in tracked() if file.relative_to(ROOT).parts[0] in ("dashboard", "assets")]
    pages = [file for file in served if file.suffix != ".md"]
    found = {str(file.relative_to(ROOT)): hosts_in(file.read_text(encoding="utf-8")) for file in pages}
    assert not {name: hosts for name, hosts in found.items() if hosts}


def test_dashboard_is_the_only_importable_package() -> None:
    packages = {file.parent for file in tracked() if file.name == "__init__.py"}
    loose = [file.name for file in ROOT.glob("*.py")]
    assert {package.relative_to(ROOT).parts[0] for package in packages} == {"dashboard"}
    assert not loose


def test_every_folder_of_the_package_has_its_sentence() -> None:
    folders = {Path(module.name).parent.as_posix() for module in modules()}
    opened = {
        Path(module.name).parent.as_posix()
        for module in modules()
        if module.name.endswith("__init__.py") and ast.get_docstring(module.tree)
    }
    assert folders == opened


@pytest.mark.parametrize(
    ("find", "bad", "good"),
    [
        (sql_in, 'q = "SELECT a FROM b"', 'q = "Select a territory from the tree"'),
        (sql_in, 'q = f"select {a} from b"', '"""select what from the docs"""'),
        (sql_in, 'q = "with x as (select 1) select 2"', 'q = "with care"'),
        (sql_in, 'q = "INSERT INTO t VALUES (1)"', 'q = "insert"'),
        (environment_in, "import os\nos.environ['A']", "import os\nos.fsync(1)"),
        (environment_in, "from os import getenv", "from os import fsync"),
        (process_global_in, "from dash import callback", "app.callback(x)"),
        (process_global_in, "import plotly.express as px", "import plotly"),
        (process_global_in, "import dash\ndash.register_page('x')", "import dash\ndash.Dash()"),
    ],
)
def test_the_finders_find(find: object, bad: str, good: str) -> None:
    assert list(find(Module("bad.py", bad)))
    assert not list(find(Module("good.py", good)))


def test_a_host_is_found_and_a_namespace_is_not() -> None:
    assert hosts_in("src='https:" + "//cdn.example.com/x.js'") == ["cdn.example.com"]
    assert not hosts_in("xmlns='http:" + "//www.w3.org/2000/svg' at http:" + "//127.0.0.1:8050")
