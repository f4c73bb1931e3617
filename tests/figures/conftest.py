"""Specifications held against files: renewed by `RENEW_GOLDEN=1`, never by themselves."""

import dataclasses
import json
import os
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parent / "golden"


@pytest.fixture
def hold():
    """A function that asserts that a specification says exactly what its file says."""

    def compare(name, specification):
        file = _FOLDER / f"{name}.json"
        said = json.dumps(dataclasses.asdict(specification), ensure_ascii=False, indent=1, default=str) + "\n"
        if os.environ.get("RENEW_GOLDEN") == "1":
            file.write_text(said, encoding="utf-8")
        assert said == file.read_text(encoding="utf-8"), f"{file.name} differs: look, then RENEW_GOLDEN=1"

    return compare
