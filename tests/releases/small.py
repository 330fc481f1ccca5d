"""Tiny releases whose datasets all tell one number, so that a mixture of two would show."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tongnan_metrics import releases
from tongnan_metrics.catalog.datasets import SECTORS, TOWNS, TRADES
from tongnan_metrics.releases import Release, SourceFile

NOON = datetime(2022, 4, 1, 12, tzinfo=UTC)
TOLD = ("sectors", "towns", "trades")


def towns(*codes: int, word: str | None = None) -> dict[str, pa.Table]:
    rows = [
        {
            "town": str(code),
            "name_zh": word or f"{code}镇",
            "name_en": f"Town {code}",
            "town_kind": "town",
            "tile_col": code,
            "tile_row": 0,
        }
        for code in codes
    ]
    return {"towns": pa.Table.from_pylist(rows, schema=TOWNS.schema)}


def trades(count: int) -> dict[str, pa.Table]:
    rows = [{"trade": f"t{i}", "name_zh": "甲", "name_en": "A", "status": "assumed"} for i in range(count)]
    return {"trades": pa.Table.from_pylist(rows, schema=TRADES.schema)}


def publish(root: Path, tables: dict[str, pa.Table], **words: Any) -> Release:
    return releases.publish(root, tables, **{"author": "tester", "created_at": NOON, **words})


def codes(release: Release) -> list[str]:
    return [str(code) for code in release.table("towns")["town"].to_pylist()]


def telling(number: int) -> dict[str, pa.Table]:
    """Three datasets, each of them telling the number."""
    named = {"name_zh": str(number), "name_en": str(number), "status": "assumed"}
    sectors = pa.Table.from_pylist([{"sector": "s", **named}], schema=SECTORS.schema)
    trade = pa.Table.from_pylist([{"trade": "t", **named}], schema=TRADES.schema)
    return {"sectors": sectors, "trades": trade, **towns(1, word=str(number))}


def publish_number(root: Path, number: int, report: Path) -> Release:
    """Publish a release that tells the number, made from a report that says it."""
    write_report(report, number)
    source = SourceFile("report.csv", releases.file_sha256(report))
    return publish(
        root,
        telling(number),
        note=str(number),
        sources=dict.fromkeys(TOLD, (source,)),
        originals={source: report},
    )


def write_report(report: Path, number: int) -> None:
    """Make the report say the number, unless it does."""
    if not report.exists() or report.read_text(encoding="utf-8") != str(number):
        report.write_text(str(number), encoding="utf-8")


def number_of(release: Release) -> int:
    """The number the release tells; AssertionError when its files are not all of one release."""
    names = [str(release.table(key)["name_zh"][0]) for key in TOLD]
    assert {release.manifest.note} == {*names}, names
    return int(release.manifest.note)


def flip(path: Path, place: int) -> None:
    """Change one bit of a file, in place even where it is shared."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
