"""What a confined child does besides its work: it limits itself, reports, and never outlives its parent."""

import errno
import json
import os
import shutil
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tongnan_metrics.reader import confine
from tongnan_metrics.reader.limits import Limits
from tongnan_metrics.reader.unfit import UnfitError, damaged_book, out_of_memory, too_much_text

RESULT = "result.json"

Work = Callable[[Any, Path, Limits], Any]


def run(work: Work) -> None:
    """Do the work that the first argument, JSON, describes: its `task`, the `folder` for its files and the `limits`.

    What the work returns, in plain types, or why it failed, is written into the folder. The folder is removed and the
    work ended when the parent goes away.
    """
    job = json.loads(sys.argv[1])
    limits, folder = Limits(**job["limits"]), Path(job["folder"])
    confine.confine(limits)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    result = json.dumps(_result(work, job["task"], folder, limits), ensure_ascii=False)
    (folder / RESULT).write_text(result, encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)  # nothing is left to tidy up, and the thread waits for ever


def tell(done: int, whole: int) -> None:
    """Tell the parent how far the work is."""
    sys.stdout.write(f"{done} {whole}\n")
    sys.stdout.flush()


def _end_with_parent(folder: Path) -> None:
    """The parent holds the other end of stdin and never writes."""
    sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _result(work: Work, task: Any, folder: Path, limits: Limits) -> dict[str, Any]:
    try:
        return {"done": work(task, folder, limits)}
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
