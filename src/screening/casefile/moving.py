"""A moved interview as an entry: what makes it again, and what has no place any more, none of it lost."""

from __future__ import annotations

from collections.abc import Iterator

from screening.casefile import answers, interview
from screening.casefile.entries import Answered, Json, Moved
from screening.casefile.fold import Case
from screening.forms.moving import Move, Orphan, Report
from screening.ids import Digest, Ref


def moved(case: Case, move: Move, pack: Digest, *, conceded: tuple[str, ...] = (), reason: str | None = None) -> Moved:
    """The entry that records a move.

    Args:
        case: as it stands before; says in which words each question was put.
        move: of its interview.
        pack: that the interview goes on with.
        conceded: what was overlooked by choice, as in `Opened`.
        reason: why that was so, or why it was moved.
    """
    form = move.session.form
    orphans = tuple(orphan_json(orphan) for orphan in move.report.orphans)
    return Moved(form.form_id, form.version, pack, tuple(_steps(case, move)), orphans, conceded, reason)


def _steps(case: Case, move: Move) -> Iterator[dict[str, Json]]:
    for event, origin in zip(move.session.events, move.origins, strict=True):
        body = interview.body_of(event)
        said = case.answers.get(Ref(origin)) if origin is not None else None
        if isinstance(body, Answered) and said is not None:  # the words it was put in then
            body = Answered(
                body.ref,
                body.value,
                body.missing,
                said.reason,
                body.basis,
                body.verbatim,
                said.language,
                said.wording,
                said.wording_language,
                said.wording_state,
                transcribed=said.transcribed,
            )
        yield answers.moved_step(body, event.at or move.session.begun, said.seq if said is not None else None)


def orphan_json(orphan: Orphan) -> dict[str, Json]:
    """The form in which `Moved` keeps what has no place; what there is not is left out."""
    found = {
        "ref": orphan.ref,
        "label": orphan.label,
        "value": orphan.value,
        "why": orphan.why,
        "missing": orphan.missing,
        "basis": orphan.basis,
        "verbatim": orphan.verbatim,
        "code": orphan.code,
    }
    return {name: value for name, value in found.items() if value is not None}


def report_json(report: Report) -> dict[str, Json]:
    """What came of a move, for scripts."""
    return {
        "clean": report.clean,
        "kept": [{"from": was, "to": now} for was, now in report.kept],
        "orphans": [orphan_json(orphan) for orphan in report.orphans],
        "required": list(report.required),
        "invalid": list(report.invalid),
        "hidden": list(report.hidden),
        "added": list(report.added),
        "repeats": [{"ref": each.ref, "before": each.before, "after": each.after} for each in report.repeats],
        "language": report.language,
    }
