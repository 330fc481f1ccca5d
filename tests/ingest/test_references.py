"""Names and codes lead to codes; of long registers without names only the codes are kept."""

import pyarrow as pa

from tests.ingest.reports import district
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.ingest.references import Register, registers


def register(key: str, *codes: str | None) -> Register:
    published = district()[key] if key in district() else REPORTED[key].schema.empty_table()
    incoming = pa.table({REPORTED[key].primary_key[0]: pa.array(codes, pa.string())})
    rows = [(key, incoming)] if codes else []
    return registers({key: published}, rows)[key]


def test_a_name_two_rows_share_leads_nowhere() -> None:
    known = register("enterprises")
    assert known.named(["甲厂", "丙厂", "e3", "Ｅ１"]) == {"甲厂": "E1", "e3": "E3", "Ｅ１": "E1"}


def test_short_names_are_told_apart_from_full_ones() -> None:
    known = register("towns")
    assert known.named(["古溪", "古溪镇"]) == {"古溪镇": "500152104"}
    assert known.shortened(["古溪", "溪"]) == {"古溪": "500152104"}


def test_a_register_without_names_knows_its_codes() -> None:
    known = register("inspections", "N1", "N2", None, "N1", "n3", "N3")
    assert known.codes.to_pylist() == ["N1", "N2", "n3", "N3"]
    assert known.named(["n1", "n3", "x"]) == {"n1": "N1"}
    assert known.titles == {}
