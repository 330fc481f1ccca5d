"""Run by a test on a small disk of its own: publishes with ever more room on it, and says as JSON what came of it.

``python -m tests.releases.small_disk FOLDER``
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.releases.small import number_of, publish_number
from tests.releases.whole import whole_again
from tests.releases.work import DEEDS, attempt, ready_for
from tongnan_metrics import releases

PAGE = 4096


def with_room(folder: Path, room: int, deed: str) -> dict[str, Any]:
    """Do a deed while the disk has so many bytes left; what came, and what readers saw right after."""
    root, filler = folder / "data", folder / "filler"
    before = releases.current(root).id
    ready_for(deed, root, folder / "report.csv")
    free = os.statvfs(folder).f_bavail * PAGE
    filler.write_bytes(bytes(free - room))
    came = attempt(lambda: DEEDS[deed](root, folder / "report.csv"))
    seen = releases.current(root)
    number_of(seen)
    found = {"room": room, "came": came, "same": seen.id == before, "broken": releases.broken_files(seen)}
    filler.unlink()
    whole_again(root)
    return found


def main(folder: Path) -> None:
    """Publish with one page of room more each time until it is enough, then prune with none at all."""
    for number in range(5):
        publish_number(folder / "data", number, folder / "report.csv")
    rooms = range(0, 1 << 20, PAGE)
    told = []
    for room in rooms:
        told.append(with_room(folder, room, "publish"))
        if told[-1]["came"][0] == "done":
            break
    print(json.dumps([*told, with_room(folder, 0, "prune")]))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]))
