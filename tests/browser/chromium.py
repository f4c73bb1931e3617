"""A real Chromium for the browser tests: found on this machine, or installed, or an error that helps.

Run as a script it prints the path of the browser and installs one where there is none;
the tests only look for it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MISSING = """The browser tests need Chromium, and none was found or could be installed.
Install it (Debian, Ubuntu: sudo apt-get install chromium), or put the path of a Chromium or Chrome
into METRON_CHROMIUM, then run the command again."""


def find() -> str | None:
    """The path of a Chromium that starts, or None."""
    named = os.environ.get("METRON_CHROMIUM")
    if named:
        return named if _starts(named) else None
    candidates = [path for name in NAMES if (path := shutil.which(name))]
    candidates += [place for place in PLACES if Path(place).exists()]
    candidates += [path for path in [_of_playwright()] if path]
    return next((path for path in candidates if _starts(path)), None)


def install() -> None:
    """Try the system's packages, then Playwright's own download; what they say goes to stderr."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ("update -q", "install -y -q --no-install-recommends chromium"):
            subprocess.run(["apt-get", *command.split()], env=quiet, stdout=sys.stderr, check=False)
    if not find():
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False
        )


def _starts(path: str) -> bool:
    """Whether it is a browser that runs here: on some systems the name is a stub that only advises."""
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0 and "chrom" in asked.stdout.lower()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright  # slow to import, and seldom needed

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def main() -> int:
    """Print the path of a Chromium, installing one if need be; the exit code."""
    path = find()
    if not path and not os.environ.get("METRON_CHROMIUM"):
        print("No Chromium here: installing one ...", file=sys.stderr, flush=True)
        install()
        path = find()
    print(path or MISSING, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
