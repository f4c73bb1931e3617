"""AdventureWorks, loaded by the command line once for all tests here, and asked through it."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.adventureworks.company import Company

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def truth(real_data: Path) -> dict[str, Any]:
    text = (real_data / "adventureworks" / "truth.json").read_text()
    found: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return found


@pytest.fixture(scope="session")
def orders(real_data: Path) -> pd.DataFrame:
    """The order headers as the file has them, money as Decimal, days as dates."""
    found = pd.read_csv(real_data / "adventureworks" / "oltp" / "orders.csv", dtype=str)
    found["SubTotal"] = found["SubTotal"].map(Decimal)
    found["day"] = pd.to_datetime(found["oltp_date"]).dt.date
    return found


@pytest.fixture(scope="session")
def company(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    found = Company(tmp_path_factory.mktemp("adventureworks"))
    loaded = found.run("load", str(HERE / "mapping.toml"))
    assert loaded.code == 0, loaded.err
    return found


@pytest.fixture(scope="session")
def july(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The same files with settings of its own: a fiscal year from July."""
    folder = tmp_path_factory.mktemp("july")
    text = (HERE / "mapping.toml").read_text()
    own = text.replace('"settings.toml"', '"july.toml"').replace(
        '"../../../shared/data/adventureworks"', json.dumps(str(real_data / "adventureworks"))
    )
    assert own.count("july.toml") == 1
    (folder / "july.toml").write_text((HERE / "july.toml").read_text())
    (folder / "mapping.toml").write_text(own)
    found = Company(folder / "home")
    loaded = found.run("load", str(folder / "mapping.toml"))
    assert loaded.code == 0, loaded.err
    return found


@pytest.fixture(scope="session")
def names(real_data: Path) -> Callable[[str], str]:
    """The name of a territory by its key."""
    file = real_data / "adventureworks" / "oltp" / "SalesTerritory.csv"
    table = pd.read_csv(file, sep="\t", header=None, dtype=str)
    known = dict(zip(table[0], table[1], strict=True))
    return lambda key: known.get(key, "(unknown)")
