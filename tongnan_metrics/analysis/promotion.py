"""Investment promotion counted: what is negotiated by its parts, and what became of leads."""

import pandas as pd

from tongnan_metrics.catalog.fields import INTENTION

UNRATED = "unrated"
INTENTIONS = (*INTENTION.choice_keys, UNRATED)
# What became of a lead, the furthest first.
OUTCOMES = ("signed", "negotiating", "following", "new", "dropped")
TURNED = ("signed", "negotiating")
YEAR = "year"


def outcomes(leads: pd.DataFrame, by: str) -> pd.DataFrame:
    """Leads by a column and by what became of them, most first; those without a value of it stand together, last.

    `by`, `leads`, and of these `signed`, `negotiating`, `following`, `new`, `dropped`; `turned` are the first two
    together. `leads` has `state` and the column.
    """
    parts = {key: (leads["state"] == key).astype("int64") for key in OUTCOMES}
    rows = leads[[by]].assign(leads=1, **parts, turned=sum(parts[key] for key in TURNED))
    return _most_first(rows.groupby(by, dropna=False, as_index=False).sum(), by, "leads")


def cohorts(leads: pd.DataFrame) -> pd.DataFrame:
    """Leads by the year they were received, the latest first: how many became a negotiation, how many were signed.

    The columns of `outcomes`, and `linked` to a project, `turn_rate` and `sign_rate` (%), and `days_to_sign`, the
    median from receipt to signing. Rates are missing where the ledger does not tell them (`told`); days where none was
    signed as a project. `leads` has `year`, `state`, `project`, `days_to_sign` and `told`.
    """
    grouped = leads.groupby(YEAR)
    known = {"linked": grouped["project"].count(), "days_to_sign": grouped["days_to_sign"].median()}
    told = pd.DataFrame({**known, "told": grouped["told"].any()})
    rows = outcomes(leads, YEAR).merge(told.reset_index(), on=YEAR).sort_values(YEAR, ascending=False)
    return _with_rates(rows).reset_index(drop=True)


def _with_rates(rows: pd.DataFrame) -> pd.DataFrame:
    base = rows["leads"].where(rows["told"]).astype(float)
    return rows.assign(turn_rate=rows["turned"] / base * 100, sign_rate=rows["signed"] / base * 100)


def total(leads: pd.DataFrame) -> pd.DataFrame:
    """One row over all leads, as those of `cohorts`; its `year` is missing."""
    rows = cohorts(leads.assign(year=0))
    return rows.assign(year=None)


def _most_first(rows: pd.DataFrame, by: str, count: str) -> pd.DataFrame:
    ordered = rows.sort_values([count, by], ascending=[False, True], kind="stable")
    return pd.concat([ordered[ordered[by].notna()], ordered[ordered[by].isna()]], ignore_index=True)
