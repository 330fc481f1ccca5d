"""The light rules that belong to a release."""

from tongnan_metrics.analysis.lights import Rule, Subject, rules
from tongnan_metrics.kept import kept
from tongnan_metrics.query import lookups
from tongnan_metrics.query.connection import records
from tongnan_metrics.releases import Release

PRESET = "light_preset"


def presets(release: Release) -> tuple[str, ...]:
    """The sets of rules there are, the one in force first."""
    found = [row["preset"] for row in records(release, "SELECT DISTINCT preset FROM lights ORDER BY preset")]
    chosen = lookups.settings(release).get(PRESET)
    return tuple(sorted(found, key=lambda preset: preset != chosen))


@kept
def light_rules(release: Release, preset: str | None = None) -> dict[Subject, Rule]:
    """The rules of a preset, by default of the one in force; empty when the release has none."""
    wanted = preset or next(iter(presets(release)), "")
    return rules(records(release, "FROM lights"), wanted)
