"""The letters of the supervision page, ready to be taken away: one to the owner chosen, or one to every owner."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from tongnan_metrics.catalog.row_sets import AGAINST
from tongnan_metrics.locale import tr
from tongnan_metrics.present import letters, reasons
from tongnan_metrics.present import supervision_words as words
from tongnan_metrics.present.letters import Letter
from tongnan_metrics.query import lookups
from tongnan_metrics.query.rules import light_rules
from tongnan_metrics.ui import take_away
from tongnan_metrics.ui.links import OWNER, PRESET, REPORT
from tongnan_metrics.ui.supervision import Supervised, of_owner
from tongnan_metrics.ui.view import Collected, File, View

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
DAYS, USUAL_DAYS = "letter_days", "10"


def files(shown: Supervised, owner: str) -> Iterator[File]:
    """The letter to `owner`, an enterprise's too, where it has anything red or amber, and all owners' in one file."""
    by_owner, own = dict(_items(shown)), of_owner(shown.lit, owner)
    if len(own):
        about, rows = _letter(shown, owner), own
        yield File(
            tr("Supervision letter to {owner} (Word)", owner=owner),
            about.file_name,
            WORD,
            lambda: letters.letter(about, rows),
        )
    if by_owner:
        made = [(_letter(shown, name), rows) for name, rows in by_owner.items()]
        name = f"{tr('Supervision letters')}_{shown.view.period}.zip"
        yield File(tr("All {n} supervision letters (ZIP)", n=len(made)), name, ZIP, lambda: letters.letters(made))


def _items(shown: Supervised) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every owner of something red or amber, and what it is."""
    for owner, rows in shown.lit.dropna(subset=OWNER).groupby(OWNER, sort=False):
        yield str(owner), rows.reset_index(drop=True)


def _letter(shown: Supervised, owner: str) -> Letter:
    view = shown.view
    return Letter(
        owner=owner,
        period=view.period,
        rules=str(words.PRESETS.get(shown.preset, shown.preset)),
        thresholds=tuple(reasons.rules(view.ask(light_rules, shown.preset or None))),
        release=view.release.id,
        link=take_away.address(_at_owner(shown, owner), pinned=view.release.id),
        days=int(view.ask(lookups.settings).get(DAYS, USUAL_DAYS)),
        mark=tr("Demo data") if take_away.is_demo(view) else "",
        compared=str(AGAINST[shown.report]) if shown.compared else "",
    )


def _at_owner(shown: Supervised, owner: str) -> View:
    """The view as a link to the owner's items says it."""
    said = {REPORT: shown.report, OWNER: owner, **({PRESET: shown.preset} if shown.preset else {})}
    return replace(shown.view, collected=Collected(params=said))
