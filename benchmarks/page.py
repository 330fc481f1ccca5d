"""What a page costs the server for a filter never asked before and for one asked already, against an empty page.

Every round runs the empty page and each page in turn, so that ratios hold on a noisy machine. The empty page has the
same filters and shows nothing. Only the script's own run counts: neither what the test harness makes of it nor what the
browser draws.
"""

from collections.abc import Callable
from itertools import islice, product
from statistics import median
from time import thread_time

from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest

from tongnan_metrics import query, releases
from tongnan_metrics.ui import SHELL
from tongnan_metrics.ui.filters import PAGES

ROUNDS = 7
PATIENCE_S = 120
EMPTY = """
import streamlit as st

st.selectbox("period", {periods}, key="period")
st.segmented_control("basis", ["ytd", "month"], key="basis")
st.multiselect("town", {towns}, key="town")
st.multiselect("sector", {sectors}, key="sector")
st.toggle("park", key="park")
"""

Run = Callable[[list[str]], object]


class Stopwatch:
    """The CPU time of script runs, taken on the threads they run on."""

    def __init__(self) -> None:
        self.spent = 0.0
        script = vars(ScriptRunner)["_run_script"]

        def timed(runner: ScriptRunner, asked: RerunData) -> None:
            start = thread_time()
            script(runner, asked)
            self.spent += thread_time() - start

        setattr(ScriptRunner, script.__name__, timed)

    def milliseconds(self, run: Run, towns: list[str]) -> float:
        """The time of one run with these towns chosen."""
        self.spent = 0.0
        run(towns)
        return self.spent * 1000


def opened(app: AppTest) -> Run:
    """How an app that was run once is run again with other towns."""
    app.run(timeout=PATIENCE_S)
    return lambda towns: app.multiselect(key="town").set_value(towns).run(timeout=PATIENCE_S)


def apps(release: releases.Release) -> dict[str, Run]:
    """The empty page first, then every page of the app."""
    towns, sectors = list(query.names(release, "towns")), list(query.names(release, "sectors"))
    periods = list(map(str, query.periods(release)))
    found = {"(empty)": opened(AppTest.from_string(EMPTY.format(towns=towns, sectors=sectors, periods=periods)))}
    for file in sorted(PAGES.glob("*.py")):
        found[file.stem] = opened(AppTest.from_file(SHELL).switch_page(str(file)))
    return found


def main() -> None:
    release = releases.current(releases.data_root())
    pairs = islice(product(query.names(release, "towns"), repeat=2), 1, None)
    chosen = [list(pair) for pair in pairs if pair[0] < pair[1]][:ROUNDS]
    runs = apps(release)
    watch = Stopwatch()
    fresh: dict[str, list[float]] = {name: [] for name in runs}
    again: dict[str, list[float]] = {name: [] for name in runs}
    for towns in chosen:
        for name, run in runs.items():
            fresh[name].append(watch.milliseconds(run, towns))
            run([])
            again[name].append(watch.milliseconds(run, towns))
    floor = median(again["(empty)"])
    print("CPU of the server for one run, medians; × is against the empty page")
    for name in runs:
        new, cached = median(fresh[name]), median(again[name])
        print(
            f"  {name:<12} new filter {new:7.1f} ms ({new / floor:5.1f} ×)   asked before {cached:6.1f} ms "
            f"({cached / floor:4.1f} ×)"
        )


if __name__ == "__main__":
    main()
