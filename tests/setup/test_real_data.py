"""Tests on real data skip with a reason where it is absent, and fail where it may not be."""

import pytest

from tests import conftest


def test_absent_data_skips_with_the_place(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(conftest, "REAL_DATA", tmp_path)
    monkeypatch.delenv("METRON_REQUIRE_REAL_DATA", raising=False)
    with pytest.raises(pytest.skip.Exception, match="real data is not at"):
        conftest._need_real_data()


def test_absent_data_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(conftest, "REAL_DATA", tmp_path)
    monkeypatch.setenv("METRON_REQUIRE_REAL_DATA", "1")
    with pytest.raises(pytest.fail.Exception, match="forbids to skip"):
        conftest._need_real_data()
