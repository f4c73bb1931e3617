"""Cuts the font at set-up: Inter, Latin and Greek, as two small files that the app serves itself.

`python -m dashboard.parts.fonts`. The files are never committed; without them the page falls back
to the system's sans-serif, so nothing breaks in a checkout where this did not run.
"""

import sys
from importlib.resources import as_file, files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import (
    AxisTriple,
    instantiateVariableFont,
)

from dashboard.paths import ROOT

FOLDER = ROOT / "assets" / "fonts"
_FEATURES = ["tnum", "lnum", "calt", "kern", "mark", "mkmk", "ccmp", "locl"]
_PARTS = {
    "inter-latin.woff2": [
        (0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2015), (0x2018, 0x201E), (0x2022, 0x2022), (0x2026, 0x2026),
        (0x2032, 0x2033), (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2190, 0x2193), (0x2202, 0x2206),
        (0x2211, 0x2212), (0x2248, 0x2265), (0x25B2, 0x25BC), (0xD7, 0xD7),
    ],
    "inter-greek.woff2": [(0x370, 0x3FF)],
}  # fmt: skip


def cut_fonts(folder: Path = FOLDER) -> list[Path]:
    """Write the files that are missing, and name all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_cut(folder / name, spans) for name, spans in _PARTS.items()]


def _cut(target: Path, spans: list[tuple[int, int]]) -> Path:
    if not target.exists():
        with as_file(files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf") as source:
            font = TTFont(source)
        options = Options(flavor="woff2", layout_features=_FEATURES, hinting=False, notdef_outline=True)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[code for first, last in spans for code in range(first, last + 1)])
        subsetter.subset(font)
        instantiateVariableFont(font, {"opsz": 14, "wght": AxisTriple(400, 400, 700)}, inplace=True)
        font.flavor = "woff2"
        unfinished = target.with_suffix(".part")
        font.save(unfinished)
        unfinished.replace(target)
    return target


if __name__ == "__main__":
    for file in cut_fonts():
        sys.stdout.write(f"{file.name} {file.stat().st_size // 1024} kB\n")
