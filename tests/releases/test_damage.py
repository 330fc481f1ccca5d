"""One flipped bit, in any file: it is named, the last good release serves, and the page says so."""

import shutil
from pathlib import Path

import pytest

from tests import small
from tests.releases.conftest import Run
from tests.releases.pages import app, html
from tests.releases.small import NOON, flip, publish, publish_number, towns
from tongnan_metrics import releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.releases import BrokenReleaseError, PointerError, Release
from tongnan_metrics.ui.opening import open_for


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of two releases that share no file on the disk."""
    folder = tmp_path_factory.mktemp("sound")
    for seed in (1, 2):
        tables = small.tables(seed)
        releases.publish(folder / "data", {**tables, "monthly": monthly.build(tables)}, author="a", created_at=NOON)
    shutil.copytree(folder / "data", folder / "apart")
    return folder / "apart"


@pytest.fixture
def two(sound: Path, root: Path) -> tuple[Release, Release]:
    """Two sound releases, the second of which is current, in a folder of the test's own."""
    shutil.copytree(sound, root)
    newest, oldest = (releases.open_release(root, manifest.id) for manifest in releases.history(root))
    return oldest, newest


def serves_the_good_one(root: Path, run: Run, *, good: Release, file: str) -> None:
    """The damaged file is named wherever one looks, and what is shown is the good release."""
    assert releases.last_good(root) == good
    opened = open_for(root, None)
    assert opened.release == good
    (notice,) = opened.notices
    assert file in notice
    code, out, err = run("verify")
    assert code == 2
    assert file in out
    assert file in err


@pytest.mark.parametrize("key", DATASETS)
@pytest.mark.parametrize("place", [2, 0.3, 0.6, -3])
def test_a_flipped_bit_in_a_dataset(two: tuple[Release, Release], root: Path, run: Run, key: str, place: float) -> None:
    good, bad = two
    path = bad.file(key)
    flip(path, int(place * path.stat().st_size) if 0 < place < 1 else int(place))
    assert releases.broken_files(bad) == (path.name,)
    with pytest.raises(BrokenReleaseError, match=path.name):
        bad.table(key)
    serves_the_good_one(root, run, good=good, file=path.name)
    with pytest.raises(BrokenReleaseError, match=path.name):
        publish(root, {} if key == "towns" else towns(1))
    assert releases.restore(root, good.id, author="tester").manifest.parent == bad.id
    assert not open_for(root, None).notices


def test_a_flipped_bit_anywhere_in_a_manifest(two: tuple[Release, Release], root: Path, run: Run) -> None:
    good, bad = two
    manifest = bad.path / "manifest.json"
    written = manifest.read_bytes()
    for place in range(0, len(written), 61):
        flip(manifest, place)
        with pytest.raises(BrokenReleaseError, match=r"manifest\.json"):
            releases.current(root)
        assert releases.last_good(root) == good
        manifest.write_bytes(written)
    flip(manifest, 100)
    serves_the_good_one(root, run, good=good, file="manifest.json")


def test_a_flipped_bit_anywhere_in_the_pointer(two: tuple[Release, Release], root: Path, run: Run) -> None:
    _, newest = two
    pointer = root / "CURRENT"
    written = pointer.read_bytes()
    for place in range(len(written.strip())):
        for bit in range(8):
            changed = bytearray(written)
            changed[place] ^= 1 << bit
            pointer.write_bytes(changed)
            with pytest.raises(PointerError, match="CURRENT"):
                releases.current(root)
    serves_the_good_one(root, run, good=newest, file="CURRENT")
    assert run("restore", newest.id)[0] == 0
    assert run("verify")[0] == 0


@pytest.mark.parametrize(("name", "file"), [("", "output.parquet"), ("", "manifest.json"), ("data", "output.parquet")])
def test_the_page_shows_the_last_good_release_and_says_why(
    two: tuple[Release, Release], root: Path, name: str, file: str
) -> None:
    _, bad = two
    page = app(name).run()
    assert file not in html(page)
    flip(bad.path / file, 60)
    releases.reading._verified.cache_clear()  # else it is noticed within ten minutes
    page.run()
    assert not page.exception
    assert file in html(page)
    assert "现显示最近一版完好的数据：第 1 版" in html(page)
    assert "暂时没有可显示的数据" not in html(page)


@pytest.mark.parametrize("name", ["", "data"])
def test_the_page_does_without_the_pointer(two: tuple[Release, Release], root: Path, name: str) -> None:
    flip(root / "CURRENT", 0)
    page = app(name).run()
    assert not page.exception
    assert "CURRENT" in html(page)
    assert "现显示最近一版完好的数据：第 2 版" in html(page)
    assert "暂时没有可显示的数据" not in html(page)


def test_when_nothing_is_sound_the_page_names_the_file(two: tuple[Release, Release], root: Path) -> None:
    for release in two:
        flip(release.file("output"), 60)
    page = app().run()
    assert not page.exception
    assert "output.parquet" in html(page)


@pytest.mark.parametrize("gone", [True, False])
def test_a_damaged_original_is_named(root: Path, run: Run, tmp_path: Path, gone: bool) -> None:
    release = publish_number(root, 1, tmp_path / "report.csv")
    (source,) = release.manifest.originals
    kept = releases.original(root, source)
    if gone:
        kept.unlink()
    else:
        flip(kept, 0)
    with pytest.raises(BrokenReleaseError, match=r"report\.csv"):
        releases.original(root, source)
    code, out, err = run("verify")
    assert (code, err.count("\n")) == (2, 1)
    assert source.sha256 in out
    assert "report.csv" in err
    publish_number(root, 1, tmp_path / "report.csv")
    assert run("verify")[0] == 0
