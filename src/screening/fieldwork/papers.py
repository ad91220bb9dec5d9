"""Papers: the neutral card, the application for status, an instrument as a blank form, and typing it back."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from screening.casefile import interview
from screening.casefile.codes import Coded, coded, typed_back
from screening.casefile.entries import Exported
from screening.casefile.interview import material
from screening.errors import CaseError, PaperError
from screening.fieldwork.officer import Fieldwork
from screening.forms.session import Session
from screening.ids import CaseId, Digest

if TYPE_CHECKING:
    from screening.forms.form import Form
    from screening.forms.phrases import Phrasebook
    from screening.referral.jurisdiction import Jurisdiction

_FIELDS: Final = {
    "name": "person_name",
    "birth": "birth",
    "citizenship": "citizenship",
    "language": "language",
    "contact": "contact",
    "needs": "needs",
}
"""What of a case can be filled into an application, by the categories that consent knows."""
FILLABLE: Final = tuple(_FIELDS)
_REVIEWERS: Final = 2
_ISOLATES: Final = {0x2066: None, 0x2067: None, 0x2068: None, 0x2069: None}
"""Around places in text from the right; the sheet sets numbers apart instead."""
_GATE: Final = re.compile(r"G[0-9]")
_APPLICATION: Final = "application"


def card(book: Phrasebook, place: Jurisdiction, language: str, resources: Path) -> bytes:
    """The hand-out in a person's language: no topic, numbers of the jurisdiction alone, those not verified marked.

    A number without neutral words in the phrasebook is left out: its name could tell what it is for.

    Raises:
        PaperError: ``paper.card.language`` where the card is not in this language.
    """
    from screening.paper.plain import Number, card_pdf

    if language not in book.languages:
        raise PaperError("paper.card.language")
    said = {key: book.say(key, language, number="") for key in book.keys if key.startswith("card.")}
    numbers = [
        Number(
            line.number,
            book.say(f"line.{line.id}", language).text,
            line.abroad,
            line.mark.verified,
        )
        for line in place.offered
        if f"line.{line.id}" in book.keys
    ]
    reviewed = all(each.reviews >= _REVIEWERS for each in said.values())
    words = {key: each.text.translate(_ISOLATES).strip() for key, each in said.items()}
    return card_pdf(words, numbers, language, resources, reviewed=reviewed)


def application(desk: Fieldwork, case: CaseId, wanted: Collection[str], reason: str) -> bytes:
    """The application for status, with what the person wants in it and nothing else; that it was made is entered.

    Args:
        desk: the officer's.
        case: of the person.
        wanted: names of `FILLABLE`.
        reason: why it is printed.

    Raises:
        PaperError: ``paper.application.none`` where the jurisdiction knows no such paper; ``paper.application.field``.
        CaseError: no such case.
    """
    from screening.paper.plain import application_pdf

    means = desk.means
    document = means.jurisdiction.documents.get(_APPLICATION)
    if document is None:
        raise PaperError("paper.application.none")
    if set(wanted) - set(FILLABLE):
        raise PaperError("paper.application.field")
    session = desk.session(case)
    items = {question.ref: question.annotations.get("ti:item", "") for question in session.form.questions()}
    whole = material(desk.case(case), session, means.lists)
    needs = [
        view.label
        for view in whole.answers
        if view.category == "needs" and view.label and not _GATE.match(items.get(view.ref, ""))
    ]
    held = {**whole.fields, "needs": needs}
    fields = {name: _plain(held[_FIELDS[name]]) for name in wanted if held.get(_FIELDS[name])}
    basis = means.jurisdiction.legal.get(document.basis)
    route = means.jurisdiction.routes.get("presumed")
    first = route.recipients[0] if route is not None and route.recipients else None
    content = {
        "document": document.names[means.language],
        "basis": f"{basis.names[means.language]} {basis.number}" if basis is not None else document.mark.source,
        "to": means.jurisdiction.recipients[first].names[means.language] if first is not None else "",
        "fields": fields,
    }
    pdf = application_pdf(content, means.language, means.resources)
    desk.record(case, Exported(_APPLICATION, reason))
    return pdf


def _plain(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def blank(form: Form, pack: Digest, session: Session, language: str, resources: Path) -> bytes:
    """An instrument to be filled in by hand, with the codes by which it is typed back.

    Args:
        form: the instrument.
        pack: it is built into; its first letters stand on every page, since the codes are those of this version.
        session: an interview with it in which nothing was answered.
        language: of the sheet and the questions, ``uk`` or ``en``.
        resources: the program's resource folder.

    Raises:
        PaperError: it could not be drawn.
    """
    from screening.paper.plain import Asked, blank_pdf

    ours = next((name for name in form.languages if name.endswith(f"({language})")), None)
    sections = [
        (heading, [Asked(str(q.number), q.label, q.item, _codes(q)) for q in questions])
        for heading, questions in itertools.groupby(coded(session, ours), lambda question: question.section)
    ]
    return blank_pdf(form.title, f"{form.form_id} {form.version} · {pack[:8]}", sections, language, resources)


def _codes(question: Coded) -> tuple[tuple[str, str], ...]:
    if not question.choices:
        return ()
    return tuple((str(place), label) for place, (_, label) in enumerate(question.choices, start=1))


def untouched(desk: Fieldwork, pack: Digest) -> Session:
    """An interview in which nothing was answered."""
    return Session.new(desk.means.form(pack), desk.means.now, interview.Chance(CaseId("")))


def type_back(desk: Fieldwork, pack: Digest, text: str, *, accept: Collection[str] = ()) -> tuple[CaseId, str]:
    """Record what was written on a blank form as a new case, every answer marked as transcribed; answers its outcome.

    Args:
        desk: the officer's.
        pack: of the instrument, in the version whose number stands on the paper.
        text: lines of codes.
        accept: as in `Fieldwork.begin`.

    Raises:
        CaseError: ``case.codes`` with the line that does not fit, ``case.codes.refused`` with the one whose question
            is not asked after what stands before it, or takes no such answer. Nothing is recorded then.
    """
    tried = untouched(desk, pack)
    steps = typed_back(text, coded(tried))
    for line, step in steps:
        (verb, (ref, value)), *_ = step.items()
        if not tried.state(ref).relevant:
            raise CaseError("case.codes.refused", line=line)
        if verb == "unknown":
            change = tried.set_missing(ref, value)
        else:
            change = tried.answer(ref, value if isinstance(value, str) else " ".join(value))
        if not change.accepted:
            raise CaseError("case.codes.refused", line=line)
    return desk.record_steps(pack, [step for _, step in steps], accept=accept, transcribed=True)
