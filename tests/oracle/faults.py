"""Seeds one fault after the other into Quarterdeck, and says what finds it.

    python3 faults.py                 all of them, in a few minutes of one core
    python3 faults.py --only ramp

A copy of the sources is built once, with every fault of `seeded.py` behind a switch; then one fault at a time is switched
on, the vectors run, and the oracle runs until its first difference. It fails where a fault is found by neither, or
where what it replaces does not stand in the sources once.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import random_plans
import random_restatements
import restating
import run
import run_payments
import run_restatements
from quarterdeck_door import ROOT, Program
from seeded import FAULTS

SCRATCH = ROOT / "target" / "faults"
PROGRAMS = ["answer", "vectors"]


def copy():
    """The sources in a folder of their own, each fault in it behind a switch."""
    shutil.rmtree(SCRATCH / "sources", ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        to = SCRATCH / "sources" / name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, to)
    for fault in FAULTS:
        path = SCRATCH / "sources" / fault["file"]
        text = path.read_text(encoding="utf-8")
        if text.count(fault["right"]) != 1:
            sys.exit(f"{fault['name']}: `{fault['right']}` stands {text.count(fault['right'])} times in {fault['file']}")
        path.write_text(text.replace(fault["right"], switched(fault)), encoding="utf-8")
    with (SCRATCH / "sources" / "core" / "src" / "lib.rs").open("a", encoding="utf-8") as library:
        library.write(SWITCH)


SWITCH = """
pub(crate) fn is_seeded(fault: &str) -> bool {
    static FAULT: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    FAULT.get_or_init(|| std::env::var("QUARTERDECK_FAULT").ok()).as_deref() == Some(fault)
}
"""


def switched(fault):
    """Both ways, in the place of the right one."""
    either = f'if crate::is_seeded("{fault["name"]}") {{ {fault["wrong"]} }} else {{ {fault["right"]} }}'
    return either if fault["right"].endswith(";") else f"({either})"


def build():
    command = ["cargo", "build", "--quiet", "--package", "conformance"]
    command += [word for name in PROGRAMS for word in ("--bin", name)]
    place = {**os.environ, "CARGO_TARGET_DIR": str(SCRATCH / "target")}
    built = subprocess.run(command, cwd=SCRATCH / "sources", env=place, capture_output=True, text=True)
    if built.returncode:
        sys.exit(built.stderr)


def program(name):
    return SCRATCH / "target" / "debug" / name


def failing_vectors(fault=""):
    """How many vectors fail."""
    switch = {**os.environ, "QUARTERDECK_FAULT": fault}
    lines = subprocess.run([program("vectors")], env=switch, capture_output=True, text=True).stdout.splitlines()
    return json.loads(lines[-1])["failed"]


def calculations():
    for seed in range(2000):
        request, _ = random_plans.case(seed)
        yield f"run.py, seed {seed}", lambda door: run.outcome(door, request)[1]


def payments():
    for seed in range(300):
        for make, reference in run_payments.KINDS:
            request, _ = make(seed)
            yield f"run_payments.py, seed {seed}", lambda door: run_payments.judge(door, request, reference)[1]


def restatements():
    for seed in range(300):
        request, _ = random_restatements.case(seed)
        expected = restating.restate(request)
        yield f"run_restatements.py, seed {seed}", lambda door: run_restatements.difference(expected, door.answer(request))


def opened(fault):
    """The program with a fault switched on, or none."""
    os.environ["QUARTERDECK_FAULT"] = fault
    return Program(program("answer"))


def first_difference(fault):
    """The program and seed that differ first, and do not without the fault: one pair of each kind in turn."""
    faulty, sound = opened(fault), opened("")
    turns = [calculations(), payments(), restatements()]
    try:
        while turns:
            for turn in list(turns):
                name, why = next(turn, (None, None))
                if name is None:
                    turns.remove(turn)
                elif why(faulty) and not why(sound):
                    return name
        return None
    finally:
        faulty.process.terminate()
        sound.process.terminate()


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--only", choices=[fault["name"] for fault in FAULTS])
    asked = asked.parse_args()
    copy()
    build()
    missed = 0
    if failing_vectors():
        sys.exit("vectors fail without any fault")
    print("| fault | what goes wrong | vectors that fail | first difference |\n| --- | --- | --- | --- |", flush=True)
    for fault in FAULTS:
        if asked.only not in (None, fault["name"]):
            continue
        difference, vectors = first_difference(fault["name"]), failing_vectors(fault["name"])
        missed += not vectors and not difference
        print(f"| {fault['name']} | {fault['about']} | {vectors} | {difference or 'none'} |", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
