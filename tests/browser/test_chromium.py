"""The browser is a real one: found or a sentence, and it draws Greek."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import chromium


def test_it_runs_scripts_and_draws_greek(page: Page) -> None:
    page.set_content("<h1>Πωλήσεις</h1><script>document.querySelector('h1').append(' 2026')</script>")
    expect(page.get_by_role("heading")).to_have_text("Πωλήσεις 2026")


def test_a_named_browser_that_does_not_start_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\necho install it from the store\nexit 1\n", encoding="utf-8")
    stub.chmod(0o755)
    monkeypatch.setenv("METRON_CHROMIUM", str(stub))
    assert chromium.find() is None


def test_no_browser_is_a_failure_that_helps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METRON_CHROMIUM", "/nowhere/chromium")
    assert chromium.main() == 1
    assert "apt-get install chromium" in capsys.readouterr().err
