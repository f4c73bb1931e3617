"""`make bench`: build the demo at each size, measure, print, and write JSON to bench-results/.

How to read it is in docs/measured.md: the ratios of one run are the message, not its milliseconds.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from dashboard.access.scope import Scope
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.paths import ROOT
from tests.bench import asking, explored, names, paid, raw, served
from tests.bench.company import Company, company, switching
from tests.bench.ours import Ours
from tests.bench.timing import Times, once, times

PARTS = ("questions", "explore", "served", "switch", "names", "asking", "pay")


def main() -> int:
    """Measure each size in turn."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("lines", nargs="*", type=int, default=[1_000_000], help="sizes, in order lines")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS, help="what to measure")
    parser.add_argument("--port", type=int, default=8249, help="where the server of the bench listens")
    parser.add_argument("--below", type=Path, default=None, help="a folder on the disk to build in")
    parser.add_argument("--out", type=Path, default=ROOT / "bench-results", help="where the JSON goes")
    parser.add_argument("--users", nargs="*", type=int, default=served.USERS, help="how many at once")
    args = parser.parse_args()
    for name in [one for one in os.environ if one.startswith("METRON_")]:
        del os.environ[name]
    for lines in args.lines:
        folder = Path(tempfile.mkdtemp(prefix="metron-bench-", dir=args.below))
        try:
            with company(folder / "home", lines) as made:
                found = measure(made, args, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        args.out.mkdir(exist_ok=True)
        file = args.out / f"{lines}.json"
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"\n-> {file}")
    return 0


def measure(made: Company, args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Everything of one size."""
    found: dict[str, Any] = {
        "lines": made.lines,
        "machine": _machine(),
        "build": made.built,
    }
    _head(f"{made.lines:,} lines")
    for name, value in made.built.items():
        _say(name, f"{value:.1f}")
    if "switch" in args.parts:
        found["switch"] = switching(made)
        _say("switch", found["switch"])
    if "questions" in args.parts:
        found["questions"] = questions(made, folder)
    if "explore" in args.parts:
        found["explore"] = explore(made, folder)
    if "served" in args.parts:
        found["served"] = serve(made, args)
    if {"names", "asking"} & set(args.parts):
        with names.many_names(folder / "names") as shelf:
            scopes = names.scopes(shelf)
            if "names" in args.parts:
                found["type-ahead"] = type_ahead(shelf, scopes)
            if "asking" in args.parts:
                found["asking"] = ask_bar(shelf, scopes["everything"], names.files_of(folder / "names"))
    if "pay" in args.parts:
        found["pay"] = pay_run(folder, made.lines)
    return found


def pay_run(folder: Path, lines: int) -> dict[str, Any]:
    """A month's pay of 500 people, of as many credited lines."""
    _head(f"pay of {paid.PEOPLE} people, {lines:,} credited lines in the month")
    file = paid.frozen(folder, lines)
    calculate, sums = paid.run(file, lines), paid.by_hand(file)
    own, other = once(calculate), once(sums)
    _say("all statements", f"{own:8.2f} s, {own / other:.1f} times DuckDB's sums alone ({other:.2f} s)")
    return {"people": paid.PEOPLE, "seconds": own, "sums_seconds": other}


def type_ahead(shelf: Shelf, scopes: dict[str, Scope]) -> dict[str, Any]:
    """What a key stroke costs among very many customers, with nothing kept of before."""
    found: dict[str, Any] = {"values": names.CUSTOMERS}
    _head(f"type-ahead, {names.CUSTOMERS:,} names")
    for who, scope in scopes.items():
        found[who] = {}
        for text in names.TEXTS:
            taken = times(names.stroke(shelf, scope, text), shelf.forget)
            found[who][text] = taken.as_dict()
            _say(f"{who}: {text}", _told(taken))
    return found


def ask_bar(shelf: Shelf, scope: Scope, files: Path) -> dict[str, Any]:
    """Sentences answered and completed among very many names, no answer kept, the index of names kept."""
    _head(f"ask bar, {names.CUSTOMERS:,} names: ours          p95     DuckDB (times ours)")
    found: dict[str, Any] = {"values": names.CUSTOMERS, "index_ms": asking.index(scope, shelf)}
    _say("index of names, made once", f"{found['index_ms']:8.1f} ms")
    tables = asking.by_hand(files)
    for text, statements in asking.SENTENCES.items():
        read = times(asking.understood(text, scope, shelf), shelf.forget)
        own = times(asking.answered(text, scope, shelf), shelf.forget)
        found[text] = {"read": read.as_dict(), "answered": own.as_dict()}
        said = _told(own)
        if statements:
            other = times(lambda sqls=statements: [tables.execute(one).fetchall() for one in sqls])  # type: ignore[misc]
            found[text] |= _compared(own, other)
            said = _beside(own, other)
        _say(text, f"{said}, {read.median:.1f} ms of it reading")
    tables.close()
    for text in asking.TYPED:
        taken = times(asking.typed(text, scope, shelf), shelf.forget)
        found[f"typed: {text}"] = taken.as_dict()
        _say(f"typed: {text}", _told(taken))
    return found


def explore(made: Company, folder: Path) -> dict[str, Any]:
    """The page Explore and a pivot: nothing kept, every answer kept, and plain DuckDB."""
    warehouse, found = made.warehouse(), {}
    with warehouse.reading() as shelf:
        ours = Ours(made, shelf)
        values = {"start": ours.days.start, "end": ours.days.end}
        _head("ours          p95     DuckDB on the raw table (times ours), ours with all answers kept")
        tables = raw.Tables(made, folder / "raw.duckdb", values)
        for name, case in explored.cases(ours).items():
            own, warm = times(case, ours.forget), times(case)
            other = times(lambda name=name: tables.ask(explored.STATEMENTS[name]))  # type: ignore[misc]
            found[name] = {"ours": own.as_dict(), "warm": warm.as_dict()} | _compared(own, other)
            _say(name, f"{_beside(own, other)} {_told(warm)}")
        tables.close()
    warehouse.close()
    return found


def questions(made: Company, folder: Path) -> dict[str, Any]:
    """Each case: ours with nothing kept, plain DuckDB, pandas and polars."""
    warehouse, found = made.warehouse(), {}
    with warehouse.reading() as shelf:
        ours = Ours(made, shelf)
        values = {"start": ours.days.start, "end": ours.days.end, "territory": ours.territory}
        _head("ours          p95     DuckDB on the raw table (times ours)")
        tables = raw.Tables(made, folder / "raw.duckdb", values)
        for name in raw.STATEMENTS:
            own = times(ours.once(name), ours.forget)
            other = times(lambda name=name: tables.run(name))  # type: ignore[misc]
            found[name] = {"ours": own.as_dict(), "statements": ours.statements(name)} | _compared(own, other)
            _say(name, _beside(own, other))
        tables.close()
    warehouse.close()
    _frames(made, values, found)
    return found


def _frames(made: Company, values: dict[str, Any], found: dict[str, Any]) -> None:
    if made.lines > raw.MOST_FOR_FRAMES:
        found["frames"] = "not tried: the lines do not fit a frame in memory"
        return
    for make in (raw.pandas_frames, raw.polars_frames):
        frames: list[raw.Frames | None] = []
        seconds = once(lambda make=make, frames=frames: frames.append(make(made, values)))  # type: ignore[misc]
        if frames[0] is None:
            found["polars"] = "not installed"
            _say("polars", "not installed")
            continue
        _head(f"{frames[0].library}, {seconds:.1f} s to read")
        for name, run in frames[0].cases.items():
            other, own = times(run), found[name]["ours"]["median"]
            found[name][frames[0].library.split()[0]] = other.as_dict()
            _say(name, f"{other.median:10.1f} ms ({other.median / own:.1f} times ours)")


def serve(made: Company, args: argparse.Namespace) -> dict[str, Any]:
    """The server: bytes, memory, and people who click."""
    people, places = served.emails(made), served.places(made)
    found: dict[str, Any] = {}
    with served.serving(made, args.port) as server:
        _head("served")
        found["weights"] = served.weights(server, people)
        _say("weights", found["weights"])
        for users in args.users:
            found[f"{users} users"] = served.clicking(server, people, places, users)
            _say(f"{users} users", found[f"{users} users"])
        found["memory"] = served.memory(server, people)
        _say("memory", found["memory"])
    return found


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(), "python": platform.python_version(), "duckdb": duckdb.__version__,
        "load_before": os.getloadavg()[0],
    }  # fmt: skip


def _compared(own: Times, other: Times) -> dict[str, Any]:
    faster = round(other.median / own.median, 2)
    return {"duckdb": other.as_dict(), "times_faster_than_duckdb": faster}


def _told(taken: Times) -> str:
    return f"{taken.median:8.1f} ms {taken.p95:8.1f} ms p95"


def _beside(own: Times, other: Times) -> str:
    return f"{own.median:8.1f} ms {own.p95:8.1f} ms {other.median:8.1f} ms ({other.median / own.median:.1f})"


def _head(text: str) -> None:
    print(f"\n{text}", flush=True)


def _say(name: str, value: object) -> None:
    if isinstance(value, dict):
        value = ", ".join(
            f"{key} {one:.1f}" if isinstance(one, float) else f"{key} {one}" for key, one in value.items()
        )
    print(f"  {name:32} {value}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
