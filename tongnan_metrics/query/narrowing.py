"""From a selection to the condition rows must meet: column names from the catalogue, values always bound."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongnan_metrics.catalog import fields as f
from tongnan_metrics.catalog.indicators import dimensions_in
from tongnan_metrics.query.selection import Selection, validate
from tongnan_metrics.releases import Release


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A condition on the rows of one table, and the values it binds."""

    condition: str
    values: Mapping[str, object] = field(default_factory=dict)


def chosen(selection: Selection) -> dict[str, list[str | bool]]:
    """The dimensions a selection narrows by, each with the values it keeps."""
    kept: dict[str, list[str | bool]] = {
        f.TOWN.key: [*selection.towns],
        f.SECTOR.key: [*selection.sectors],
        f.TRADE.key: [*selection.trades],
        f.PARK.key: [True] if selection.park else [],
    }
    return {key: values for key, values in kept.items() if values}


def lacking(selection: Selection, dataset: str) -> tuple[str, ...]:
    """The dimensions a selection narrows by that rows of a dataset do not have: none of its rows answers then."""
    return tuple(key for key in chosen(selection) if key not in dimensions_in(dataset))


def narrow(release: Release, selection: Selection, dataset: str, table: str) -> Narrowing:
    """What rows of `dataset` must meet, whose dimensions are columns of `table` in the query.

    Rows that lack a chosen dimension are not shown as if they had it: the condition is then false.
    Raises `SelectionError` for a code or period the release does not have.
    """
    validate(release, selection)
    if lacking(selection, dataset):
        return Narrowing("false")
    kept = chosen(selection)
    conditions = [f"list_contains($only_{key}, {table}.{key})" for key in kept]
    return Narrowing(" AND ".join(conditions) or "true", {f"only_{key}": values for key, values in kept.items()})
