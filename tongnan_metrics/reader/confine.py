"""Puts the running process under limits that it cannot lift again."""

import sys

from tongnan_metrics.reader.limits import MIB, Limits

GRACE_S = 5


def confine(limits: Limits) -> None:
    """Limit CPU time, memory and the size of files written, as far as the system can; leave no core behind."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 there is none on Windows

    _limit(resource.RLIMIT_CORE, 0, 0)
    _limit(resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + GRACE_S)
    _limit(resource.RLIMIT_FSIZE, limits.output_mib * MIB, limits.output_mib * MIB)
    _limit(resource.RLIMIT_AS, limits.memory_mib * MIB, limits.memory_mib * MIB)


def _limit(which: int, soft: int, hard: int) -> None:
    import resource  # noqa: PLC0415

    _, highest = resource.getrlimit(which)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    try:
        resource.setrlimit(which, (soft, hard))
    except (ValueError, OSError):  # macOS refuses some; the looks before reading and the clock still hold
        return
