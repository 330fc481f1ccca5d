"""Towns, sectors, trades and districts, from the public facts."""

import pandas as pd

from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.demo import facts

HOME = "500152"
_ALSO = (
    {"district": CITY, "name_zh": "全市", "name_en": "City", "district_kind": "city"},
    {"district": NATION, "name_zh": "全国", "name_en": "Nation", "district_kind": "nation"},
)


def towns() -> pd.DataFrame:
    """The 23 subdistricts and towns with their places on the tile map."""
    rows = facts.read("towns").rename(columns={"code9": "town", "kind": "town_kind"})
    return rows.astype({"lon": float, "lat": float, "tile_col": int, "tile_row": int})


def sectors() -> pd.DataFrame:
    """Seven key industries and other."""
    return facts.read("sectors")


def trades() -> pd.DataFrame:
    """Eighteen safety-supervised trades."""
    return facts.read("trades")


def districts() -> pd.DataFrame:
    """The 38 districts and counties, three functional zones, the city and the nation."""
    rows = facts.read("peers").rename(columns={"code": "district", "kind": "district_kind", "region_2022": "region"})
    rows["district_kind"] = rows["district_kind"].replace({"county/autonomous county": "county"})
    rows["region"] = rows["region"].where(rows["region"] != "special")
    rows["valid_to"] = pd.to_datetime(rows["valid_to"].str.slice(0, 10), errors="coerce")
    rows = pd.concat([rows, pd.DataFrame(_ALSO)], ignore_index=True)
    return rows.assign(home=rows["district"] == HOME)
