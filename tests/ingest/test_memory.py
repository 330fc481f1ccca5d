"""A long report is never there twice: what an import keeps in memory is its typed rows and little more."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa

from tests.browser import ROOT
from tests.ingest.reports import OUTPUT_HEADER, start
from tongnan_metrics import releases
from tongnan_metrics.catalog import datasets

PERIODS = [f"{year}-{month:02}" for year in range(2020, 2030) for month in range(2, 13)]
ENTERPRISES = [f"E{i}" for i in range(400)]
# Pieces are made small, so that a copy of all the rows would stand out.
IMPORT = """
import json, sys
from pathlib import Path
import pyarrow as pa
from tongnan_metrics import ingest
from tongnan_metrics.ingest import interpret
from tongnan_metrics.releases import writing

sys.modules["tongnan_metrics.ingest.interpret"].ROWS_AT_ONCE = 2_000
writing.ROWS_PER_GROUP = 2_000
report, root = map(Path, sys.argv[1:])
reading = ingest.read_files([report])
rows = sum(part.table.nbytes for file in reading.reports for part in file.parts)
release = ingest.publish_reading(reading, root=root, author="tester", accept_warnings=True)
most = pa.default_memory_pool().max_memory()
print(json.dumps([rows, most, release.manifest.datasets["output"].rows]))
"""


def test_an_import_holds_its_rows_once(tmp_path: Path) -> None:
    one = start(tmp_path / "data").table("enterprises").to_pylist()[0]
    many = [{**one, "enterprise": code, "name": code} for code in ENTERPRISES]
    rows = {"enterprises": pa.Table.from_pylist(many, schema=datasets.ENTERPRISES.schema)}
    releases.publish(tmp_path / "data", rows, author="tester")
    report = tmp_path / "产值.csv"
    lines = [f"{period},{enterprise},100.25,90,5,12.5" for period in PERIODS for enterprise in ENTERPRISES]
    report.write_text("\n".join([",".join(OUTPUT_HEADER), *lines]), encoding="utf-8")
    words = [sys.executable, "-c", IMPORT, str(report), str(tmp_path / "data")]
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    size, most, count = json.loads(done.stdout)
    assert count == len(lines)
    assert most < 1.9 * size
