"""What becomes of a lead, by the stages of the project it led to: the days it was negotiated and signed."""

import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog import fields as f

NEGOTIATING, SIGNED = "negotiating", "signed"
# The dates a lead has besides its own columns, and the stage its project must have come to.
STAGES = {f.TURNED.key: NEGOTIATING, f.SIGNED.key: SIGNED}
# The outcomes the ledger tells that say a lead has come to a stage.
OUTCOMES = {NEGOTIATING: (NEGOTIATING, SIGNED), SIGNED: (SIGNED,)}


def reached(leads: pa.Table, events: pa.Table, stage: str) -> pa.ChunkedArray:
    """The day each lead's project came to a stage or beyond it, in the order of `leads`; null while it has not.

    Never before the lead was received. A lead without a project is taken at its ledger's word, from the day received.
    """
    received, project = leads[f.RECEIVED.key], leads[f.PROJECT.key]
    day = _first(events, stage, project)
    of_project = pc.if_else(pc.is_valid(day), pc.max_element_wise(received, day), pa.scalar(None, pa.date32()))
    told = pc.is_in(leads[f.OUTCOME.key], value_set=pa.array(OUTCOMES[stage]))
    by_word = pc.if_else(pc.and_(pc.is_null(project), told), received, pa.scalar(None, pa.date32()))
    return pc.coalesce(of_project, by_word)


def _first(events: pa.Table, stage: str, project: pa.ChunkedArray) -> pa.ChunkedArray:
    """The first day each project was at the stage or a later one."""
    order = pa.array(f.STAGE.choice_keys)
    place = pc.index_in(events[f.STAGE.key], value_set=order)
    there = events.filter(pc.greater_equal(place, f.STAGE.choice_keys.index(stage)))
    first = there.group_by(f.PROJECT.key).aggregate([(f.DATE.key, "min")])
    return first[f"{f.DATE.key}_min"].take(pc.index_in(project, value_set=first[f.PROJECT.key].combine_chunks()))
