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

from dashboard.paths import ROOT
from tests.bench import names, raw, served
from tests.bench.company import Company, company, switching
from tests.bench.ours import Ours
from tests.bench.timing import Times, once, times

PARTS = ("questions", "served", "switch", "names")


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
    if "served" in args.parts:
        found["served"] = serve(made, args)
    if "names" in args.parts:
        found["type-ahead"] = type_ahead(folder)
    return found


def type_ahead(folder: Path) -> dict[str, Any]:
    """What a key stroke costs among very many customers, with nothing kept of before."""
    found: dict[str, Any] = {"values": names.CUSTOMERS}
    _head(f"type-ahead, {names.CUSTOMERS:,} names")
    with names.many_names(folder / "names") as shelf:
        for who, scope in names.scopes(shelf).items():
            found[who] = {}
            for text in names.TEXTS:
                taken = times(names.stroke(shelf, scope, text), shelf.forget)
                found[who][text] = taken.as_dict()
                _say(f"{who}: {text}", f"{taken.median:8.1f} ms {taken.p95:8.1f} ms p95")
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
            found[name] = {
                "ours": own.as_dict(), "duckdb": other.as_dict(), "statements": ours.statements(name),
                "times_faster_than_duckdb": round(other.median / own.median, 2),
            }  # fmt: skip
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
