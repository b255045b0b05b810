"""The notebook of the quarter close ends with the figures that Rust and Node end with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_notebook_ends_with_the_figures_of_the_other_languages() -> None:
    script = ROOT / "bindings-python" / "examples" / "quarter_close.py"
    told = subprocess.run([sys.executable, str(script)], check=True, capture_output=True, encoding="utf-8").stdout
    assert told.splitlines() == (ROOT / "tests" / "close" / "figures.csv").read_text(encoding="utf-8").splitlines()
