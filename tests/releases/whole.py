"""What holds of a data folder at any time, whatever happened to those who wrote in it."""

from collections.abc import Iterable
from pathlib import Path

from tests.releases.small import number_of
from tongnan_metrics import releases
from tongnan_metrics.releases import Action, Deed, Release

ALLOWED = {"CURRENT", "journal.jsonl", "kept", "publish.lock", "releases", "sources"}


def as_readers_see_it(root: Path, *, at_least: int) -> Release:
    """The current release: sound, of one piece, and no older than what was acknowledged last."""
    release = releases.current(root)
    number_of(release)
    assert releases.broken_files(release) == ()
    assert at_least <= release.manifest.sequence <= at_least + 1
    assert releases.history(root)[0].id == release.id
    return release


def whole_again(root: Path) -> None:
    """After the next one has taken the lock nothing half done is left, and the journal tells exactly what is there."""
    before = releases.current(root)
    with releases.publishing(root) as base:
        assert base == before
    assert {path.name for path in root.iterdir()} <= ALLOWED
    assert releases.damages(root) == ()
    _journal_tells_all(root)
    _no_file_is_left_over(root)


def _journal_tells_all(root: Path) -> None:
    journal = releases.read_journal(root)
    assert journal.torn == ()
    made = _of(journal.deeds, Action.PUBLISH, Action.RESTORE)
    assert [int(release_id.split("-")[0]) for release_id in made] == list(range(1, len(made) + 1))
    assert made[-1] == releases.current(root).id
    pruned = _of(journal.deeds, Action.PRUNE)
    assert len(pruned) == len({*pruned})
    there = [manifest.id for manifest in releases.history(root)]
    assert sorted(there) == sorted({*made} - {*pruned})
    assert sorted(path.name for path in (root / "releases").iterdir()) == sorted(there)
    marks = {deed.release: deed.action for deed in journal.deeds if deed.action in {Action.KEEP, Action.LET_GO}}
    assert {release_id for release_id, action in marks.items() if action is Action.KEEP} == releases.kept(root)


def _of(deeds: Iterable[Deed], *actions: Action) -> list[str]:
    return [deed.release for deed in deeds if deed.action in actions]


def _no_file_is_left_over(root: Path) -> None:
    named = {source.sha256 for m in releases.history(root) for source in (*m.originals, *m.sources)}
    assert {path.name for path in (root / "sources").iterdir()} == named
