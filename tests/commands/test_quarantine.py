"""The list of what was not believed, asked for from the command line."""

import pytest

from dashboard.__main__ import main
from dashboard.paths import Home


def test_fewer_than_no_rows_are_refused_with_a_sentence(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quarantine", "--limit", "-1"]) == 2
    assert "zero or more" in capsys.readouterr().err
