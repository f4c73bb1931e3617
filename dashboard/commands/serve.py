"""`python -m dashboard serve`: the app at an address of this machine."""

import argparse
import os
import subprocess
import sys

from dashboard.commands.demo import publish_demo
from dashboard.commands.terminal import shown
from dashboard.intake import manifest as manifests
from dashboard.intake.load import no_publication
from dashboard.settings import Settings
from dashboard.text import say


def run(_args: argparse.Namespace, settings: Settings) -> int:
    """Build the demo if nothing has been loaded, say where to look, and serve until stopped."""
    if no_publication(settings):
        with shown(settings.language) as progress:
            publish_demo(settings, progress)
        # It takes a minute or two, beside the server; statements appear month by month.
        subprocess.Popen(
            [sys.executable, "-m", "dashboard", "demo-pay", "--beside"], stderr=subprocess.DEVNULL
        )
    print("\n".join(greeting(settings)), flush=True)
    # This process has loaded DuckDB, whose forked copy would abort when it ends: another takes its place.
    os.execv(sys.executable, [sys.executable, "-m", "dashboard.serving"])  # noqa: S606 - no shell is wanted


def greeting(settings: Settings) -> list[str]:
    """The address, and in demo mode who may sign in with one click."""
    language = settings.language
    out = [say(language, "serve.address", address=f"http://{settings.host}:{settings.port}")]
    now = manifests.current(settings.place)
    manifest = manifests.read(settings.place, now) if now else None
    if manifest and manifest.people:
        out.append(say(language, "serve.demo_people"))
        out += [
            say(language, "serve.demo_person", name=one.name, role=say(language, f"access.role_{one.role}"),
                email=one.email)
            for one in manifest.people
        ]  # fmt: skip
    return [*out, say(language, "serve.stop")]
