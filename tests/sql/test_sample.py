"""The sample of the quarter close is what its generator writes."""

import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "core" / "examples" / "quarter_close" / "sample"


def test_the_sample_is_generated(tmp_path):
    subprocess.run([sys.executable, str(SAMPLE / "generate.py"), str(tmp_path)], check=True)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in SAMPLE.glob("*.csv")}
    assert len(written) == 5
