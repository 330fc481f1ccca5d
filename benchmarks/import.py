"""Large reports through the real command line, beside the bare reader on the same file: rows a second, peak memory.

A 200,000-row .xlsx and a 2,000,000-row CSV of industrial output, each imported on top of a release that knows the
enterprises, then once more with every row revised. Bare readers and imports take turns: trust the ratios of CPU time,
for clocks depend on what else the machine does. Memory is that of the whole process tree, looked at all the time; PSS
shares out what processes have in common, RSS counts it for each. `python benchmarks/import.py 10` runs a tenth of the
size.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from time import perf_counter, sleep

import psutil
import pyarrow as pa
import xlsxwriter

from tongnan_metrics import releases
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.periods import Period

ROUNDS = int(os.environ.get("ROUNDS", "3"))
PERIODS = 50
REVISED = 1.004  # so much more is every amount in the second report
SIZES = {"xlsx": 200_000, "csv": 2_000_000}
LIMIT_MIB = 1024
LOOK_S = 0.1
HEADER = [
    *("报告期", "企业编号", "产值", "产值上年同期", "营业收入", "营业收入上年同期"),
    *("利润总额", "利润总额上年同期", "用电量", "用电量上年同期"),
]
BARE = {
    "xlsx": "from python_calamine import load_workbook\n"
    "sheet = load_workbook(sys.argv[1]).get_sheet_by_index(0)\n"
    "print(sum(1 for row in sheet.iter_rows()))",
    "csv": "import csv\nprint(sum(1 for row in csv.reader(open(sys.argv[1], encoding='utf-8', newline=''))))",
}
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds by the clock and of computing, MiB of the whole tree at its highest."""

    wall_s: float
    cpu_s: float
    pss_mib: int
    rss_mib: int


def rows(number: int, times: float = 1) -> Iterator[list[str | float]]:
    """Amounts since January of each enterprise, growing by a twentieth a year; the base is the year before's amount."""
    periods = list(islice(_periods(), PERIODS))
    for i in range(number):
        enterprise, at = divmod(i, PERIODS)
        monthly = (enterprise * 7919 % 9973 + 100) / 100 * times
        now, before = (_grown(monthly, period) for period in (periods[at], periods[at].year_before))
        amounts = [round(amount * share, 2) for share in (1, 0.97, 0.08, 0.31) for amount in (now, before)]
        yield [str(periods[at]), f"E{enterprise:06}", *amounts]


def _grown(monthly: float, period: Period) -> float:
    return round(monthly * period.month * 1.05 ** (period.year - 2022), 2)


def _periods() -> Iterator[Period]:
    period = Period(2022, 2)
    for _ in count():
        yield period
        period = period.next


def write(path: Path, number: int, times: float = 1) -> Path:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(HEADER) + "\n")
            file.writelines(",".join(map(str, row)) + "\n" for row in rows(number, times))
        return path
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("产值")
        for i, row in enumerate([HEADER, *rows(number, times)]):
            sheet.write_row(i, 0, row)
    return path


def start(root: Path, enterprises: int) -> None:
    """A release that knows the enterprises."""
    town = {"town": "500152101", "name_zh": "上和镇", "name_en": "Shanghe", "town_kind": "town"}
    sector = {"sector": "equipment", "name_zh": "装备制造", "name_en": "Equipment", "status": "verified"}
    source = {"source": "S1", "title": "名录", "issuer": "统计局", "source_kind": "reported"}
    own = {"town": "500152101", "sector": "equipment", "tier": "above_scale", "park": False, "source": "S1"}
    told = {
        "towns": [{**town, "tile_col": 0, "tile_row": 0}],
        "sectors": [sector],
        "sources": [source],
        "enterprises": [{"enterprise": f"E{i:06}", "name": f"企业{i}", **own} for i in range(enterprises)],
    }
    made = {key: pa.Table.from_pylist(some, schema=REPORTED[key].schema) for key, some in told.items()}
    releases.publish(root, made, author="benchmark")


def measure(words: list[str], environment: dict[str, str]) -> Run:
    began = perf_counter()
    child = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, cwd=ROOT)
    tree, pss, rss = psutil.Process(child.pid), 0, 0
    while True:
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        shared, own = memory(tree)
        pss, rss = max(pss, shared), max(rss, own)
        sleep(LOOK_S)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{words} failed: {child.returncode}")
    return Run(perf_counter() - began, used.ru_utime + used.ru_stime, pss >> 20, rss >> 20)


def memory(tree: psutil.Process) -> tuple[int, int]:
    """PSS and RSS of a process and all below it, in bytes."""
    pss = rss = 0
    try:
        for process in [tree, *tree.children(recursive=True)]:
            told = process.memory_full_info()
            pss, rss = pss + told.pss, rss + told.rss
    except psutil.Error:  # one of them has just ended
        return 0, 0
    return pss, rss


def compare(folder: Path, kind: str, number: int) -> None:
    path, revised = (write(folder / f"{name}.{kind}", number, by) for name, by in (("产值", 1), ("修订", REVISED)))
    print(f"{number:,} rows of {len(HEADER)} columns as .{kind}, {path.stat().st_size >> 20} MiB")
    bare: list[Run] = []
    whole: list[Run] = []
    again: list[Run] = []
    for turn in range(ROUNDS):
        root = folder / f"{kind}-{turn}"
        start(root, -(-number // PERIODS))
        environment = {**os.environ, "TONGNAN_DATA": str(root), "PYTHONPATH": str(ROOT)}
        bare.append(measure([sys.executable, "-c", f"import sys\n{BARE[kind]}", str(path)], environment))
        for file, runs in ((path, whole), (revised, again)):
            command = [sys.executable, "-m", "tongnan_metrics", "import", str(file), "--yes"]
            runs.append(measure(command, environment))
    _report("bare reader", bare, number)
    _report("import", whole, number)
    _report("all revised", again, number)
    slower = [w.cpu_s / b.cpu_s for b, w in zip(bare, whole, strict=True)]
    print(f"  CPU time of an import / the bare reader: {min(slower):.1f} to {max(slower):.1f}")
    peak = max(run.pss_mib for run in (*whole, *again))
    print(f"  peak of the whole tree: {peak} MiB, {'within' if peak <= LIMIT_MIB else 'BEYOND'} {LIMIT_MIB} MiB")


def _report(name: str, runs: list[Run], number: int) -> None:
    for run in runs:
        print(
            f"  {name:<12} {number / run.wall_s:10,.0f} rows/s ({run.wall_s:5.1f} s, CPU {run.cpu_s:5.1f} s)"
            f"   peak PSS {run.pss_mib:5} MiB, RSS {run.rss_mib:5} MiB"
        )


def main() -> None:
    part = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        for kind, number in SIZES.items():
            compare(Path(folder), kind, number // part)


if __name__ == "__main__":
    main()
