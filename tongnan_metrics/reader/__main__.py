"""The child: reads one file under limits, writes Arrow files and ``result.json`` into a folder, and ends.

``python -m tongnan_metrics.reader JOB``, where JOB is JSON: `path`, `folder` and the `limits`. Lines on stdout say how
far it is, as two numbers: done and in all. The folder is removed and the work ended when the parent goes away.
"""

import errno
import json
import os
import shutil
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

from tongnan_metrics.reader import confine
from tongnan_metrics.reader.limits import Limits
from tongnan_metrics.reader.unfit import UnfitError, damaged_book, out_of_memory, too_much_text


def main() -> None:
    """Do the job that the first argument describes."""
    job = json.loads(sys.argv[1])
    limits, folder = Limits(**job["limits"]), Path(job["folder"])
    confine.confine(limits)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    result = json.dumps(_result(Path(job["path"]), folder, limits), ensure_ascii=False)
    (folder / "result.json").write_text(result, encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)  # nothing is left to tidy up, and the thread waits for ever


def _end_with_parent(folder: Path) -> None:
    """The parent holds the other end of stdin and never writes."""
    sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _result(path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    try:
        # Only now, so that what is loaded is under the limits too.
        from tongnan_metrics.reader import reading  # noqa: PLC0415

        return reading.read(path, folder, limits, _tell)
    except UnfitError as error:
        return _unfit(error)
    except MemoryError:
        return _unfit(out_of_memory(limits.memory_mib))
    except OSError as error:
        if error.errno == errno.EFBIG:
            return _unfit(too_much_text(limits.output_mib))
        return {"unopened": error.strerror or str(error)}
    except Exception:  # whatever a reader stumbles over in a hostile file
        traceback.print_exc()
        return _unfit(damaged_book())


def _unfit(error: UnfitError) -> dict[str, Any]:
    return {"unfit": {"sentence": error.sentence, "values": error.values}}


def _tell(done: int, whole: int) -> None:
    sys.stdout.write(f"{done} {whole}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
