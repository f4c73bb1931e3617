"""Where a company's plans are, and what they may measure."""

from collections.abc import Mapping
from pathlib import Path

from dashboard.errors import NotUnderstood
from dashboard.paths import PLANS
from dashboard.pay.facts import LINE_MEASURES
from dashboard.pay.whole_measures import of_people
from dashboard.settings import Settings


def plan_texts(settings: Settings, kind: str) -> Mapping[str, str]:
    """The texts of all plan files, by name; none where there is no folder.

    Raises:
        NotUnderstood: a folder is named that is not there, or a file is no text.
    """
    folder = plan_folder(settings, kind)
    try:
        return {file.name: file.read_text(encoding="utf-8-sig") for file in sorted(folder.glob("*.toml"))}
    except UnicodeDecodeError as error:
        raise NotUnderstood("payrun.not_text", folder=str(folder), reason=error.reason) from error


def plan_folder(settings: Settings, kind: str) -> Path:
    """The folder of plans; the demo company brings its own.

    Raises:
        NotUnderstood: a folder is named that is not there.
    """
    if settings.plans:
        folder = Path(settings.plans)
        if not folder.is_dir():
            raise NotUnderstood("payrun.no_folder", folder=settings.plans)
        return folder
    return PLANS if kind == "demo" else settings.place.path / "plans"


def measurable() -> list[str]:
    """The keys of the measures that a run knows, of credited lines or of people, and so a plan may name."""
    return [*sorted(LINE_MEASURES), *of_people()]
