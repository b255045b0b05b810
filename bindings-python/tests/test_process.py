"""Memory, threads and processes."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import pickle
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import PIPELINE, TRANSACTIONS, quarter

from quarterdeck import CommissionPlan, DocumentError, Pipeline, RecordError

MANY = 100_000
linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")


def resident() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def growth(work: Callable[[], Any]) -> int:
    """Bytes that a hundred thousand rounds of work leave behind, after a first tenth to warm up."""
    for _ in range(MANY // 10):
        work()
    before = resident()
    for _ in range(MANY):
        work()
    return resident() - before


def failing(error: type[Exception], work: Callable[[], Any]) -> Callable[[], None]:
    def tried() -> None:
        with pytest.raises(error):
            work()

    return tried


@linux
def test_handles_leave_memory_flat() -> None:
    text = json.dumps(PIPELINE).encode()
    assert growth(lambda: Pipeline.load(text)) < 8 << 20


@linux
def test_failing_loads_leave_memory_flat() -> None:
    assert growth(failing(DocumentError, lambda: CommissionPlan.load(b'{"schema": "x"}'))) < 8 << 20


@linux
def test_failing_calls_leave_memory_flat(plan: CommissionPlan) -> None:
    bad = b'[{"transaction_id": "t1", "amount": "1"}, 5]'
    call = lambda: plan.calculate(period="2026-Q1", transactions=bad, assignments=b"[]")  # noqa: E731
    assert growth(failing(RecordError, call)) < 8 << 20


def test_other_threads_run_during_a_call(plan: CommissionPlan) -> None:
    """A long call and a thread that counts: were the interpreter held, the thread would stand still."""
    rows = [{**TRANSACTIONS[row % 3], "transaction_id": f"t{row}"} for row in range(60_000)]
    text = json.dumps(rows).encode()
    counted, stop = 0, threading.Event()

    def count() -> None:
        nonlocal counted
        while not stop.is_set():
            time.sleep(0.001)  # every step needs the interpreter anew
            counted += 1

    counter = threading.Thread(target=count)
    counter.start()
    try:
        quarter(plan, TRANSACTIONS)
        before = counted
        quarter(plan, text)
        during = counted - before
    finally:
        stop.set()
        counter.join()
    assert during > 10


def test_threads_share_a_handle(plan: CommissionPlan) -> None:
    found: list[bytes] = []
    work = lambda: found.extend(quarter(plan, TRANSACTIONS).json for _ in range(50))  # noqa: E731
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 200 and len(set(found)) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_handle_works_in_a_forked_process(plan: CommissionPlan) -> None:
    expected = quarter(plan, TRANSACTIONS).json
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(write, quarter(plan, TRANSACTIONS).json)
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        assert pipe.read() == expected
    assert os.waitpid(child, 0)[1] == 0


def test_a_handle_goes_to_another_process(plan: CommissionPlan) -> None:
    again = pickle.loads(pickle.dumps(plan))
    assert again == plan and hash(again) == hash(plan)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(quarter_json, (plan,)) == quarter(plan, TRANSACTIONS).json


def quarter_json(plan: CommissionPlan) -> bytes:
    answer: bytes = quarter(plan, TRANSACTIONS).json
    return answer
