"""The plans that the repository has as files."""

from pathlib import Path

from dashboard.metrics.catalogue import MEASURES
from dashboard.paths import DATA
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import read_plan

FILES = sorted((DATA / "plans").rglob("*.toml"))
DEMO = [file for file in FILES if file.parent.name == "plans"]


def plan_of(file: Path) -> Plan:
    return read_plan(file.read_text(encoding="utf-8"), file.name, MEASURES)
