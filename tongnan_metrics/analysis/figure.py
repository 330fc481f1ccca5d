"""One number users see, with all that is known of it: what pages, exports, cards and sentences are made from."""

from dataclasses import dataclass
from typing import Literal

from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import Text

Origin = Literal["published", "reported", "synthetic", "mixed"]


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's value for one selection.

    `value` and `base` are in the indicator's unit, unrounded; `growth` is in percent (levels and counts), `change` in
    points (rates, indexes, ranks). `published` is the text as printed when a source printed this very figure, `printed`
    its row in dataset `published`. `origin` says where the computed value comes from. A missing `value` has a `reason`.
    """

    indicator: Indicator
    period: Period
    basis: Basis = Basis.YTD
    value: float | None = None
    base: float | None = None
    growth: float | None = None
    change: float | None = None
    published: str | None = None
    printed: str | None = None
    origin: Origin | None = None
    reason: Text | None = None

    @property
    def number(self) -> float | None:
        """The number to show: the published one when there is one, else the computed one."""
        return self.value if self.published is None else float(self.published)

    @property
    def shown_origin(self) -> Origin | None:
        """Where the number to show comes from; nothing where there is none."""
        if self.number is None:
            return None
        return self.origin if self.published is None else "published"
