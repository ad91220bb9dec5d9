"""All that a case holds and that could be shared, sorted by kind; `referral.minimise` cuts it for each recipient."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from screening.assessment.lists import IndicatorList
from screening.casefile.carry import before_this
from screening.casefile.entries import Json
from screening.casefile.evidence import elements, indicators, lists_for
from screening.casefile.fold import Case
from screening.forms.session import Session
from screening.ids import IndicatorId, Ref
from screening.referral.profiles import AnswerView, Material

_POSITION: Final = re.compile(r"\[[0-9]+\]")
_WHO: Final = ("person_name", "citizenship", "sex", "language", "contact")
_BIRTH: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_AGE: Final = re.compile(r"[0-9]{1,3}")
_OWN_WORDS: Final = "verbatim"
_CONCLUDED: Final = "inferred"
_SELECTS: Final = ("select", "select1", "rank")


def material(case: Case, session: Session, lists: Mapping[str, IndicatorList], language: str | None = None) -> Material:
    """What the case holds, each piece under its category.

    Args:
        case: for outcome, notes, restrictions, and where each answer comes from.
        session: the interview of the case.
        lists: installed.
        language: of the form, for the words of questions and choices; left out, the form's default language.
    """
    spoken = language or session.form.default_language
    facts = session.facts()
    said = elements(facts)
    in_use = lists_for(said.population or "adult", said.purpose_codes, lists)
    present: dict[Ref, list[IndicatorId]] = {}
    found = indicators(facts, [lists[name] for name in in_use])
    for name, finding in found.items():
        if finding.state == "present":
            for ref in finding.evidence:
                present.setdefault(ref, []).append(name)
    views = tuple(_views(case, session, present, spoken))
    earlier = before_this(case, facts)
    fields = {
        **_who(views),
        "needs": _needs(views),
        "outcome": case.outcome,
        "purpose": list(dict.fromkeys([*said.purpose_codes, *earlier.purpose_codes])),
        "indicators": sorted({*earlier.present, *(n for n, finding in found.items() if finding.state == "present")}),
        "summary": [*_texts(views, "summary"), *_notes(case, "observed", "document")],
        "quotes": _notes(case, _OWN_WORDS),
        "restrictions": list(dict.fromkeys([*case.restrictions, *_texts(views, "restrictions")])),
        "period": case.opened_at.strftime("%Y-%m"),
        # What the officer concluded has no category, so that no profile shows it.
        "conclusions": _notes(case, _CONCLUDED),
    }
    return Material(
        fields={name: value for name, value in fields.items() if value}, answers=views, on=case.opened_at.date()
    )


def _views(
    case: Case, session: Session, present: Mapping[Ref, list[IndicatorId]], language: str | None
) -> Iterable[AnswerView]:
    annotations = {question.ref: question.annotations for question in session.form.questions()}
    for item in session.outline().questions():
        ref = Ref(item.ref)
        if not item.relevant or not (item.answered or item.missing):
            continue
        notes = annotations.get(_POSITION.sub("", ref), {})
        answer = case.answers.get(ref)
        value = session.value(ref)
        sensitivity = notes.get("ti:sensitivity", "0").strip()
        yield AnswerView(
            ref=ref,
            question=session.label(ref, language),
            value=value,
            label=_label(session, ref, value, item.control, language),
            missing=item.missing,
            basis=answer.basis if answer is not None else notes.get("ti:basis", "person_said").strip(),
            verbatim=answer.verbatim if answer is not None else None,
            sensitivity=int(sensitivity) if sensitivity in ("0", "1", "2", "3") else 3,
            category=notes.get("ti:disclose", "").strip(),
            indicators=tuple(present.get(ref, ())),
            htcds=notes.get("htcds:field"),
        )


def _label(session: Session, ref: str, value: str, control: str, language: str | None) -> str:
    if control not in _SELECTS:
        return value
    labels = {choice.value: choice.label for choice in session.choices(ref, language)}
    return "; ".join(labels.get(chosen, chosen) for chosen in value.split())


def _who(views: Iterable[AnswerView]) -> dict[str, Json]:
    """Who the person is, one text for each category; birth only where it is a date, a month, a year or an age."""
    told: dict[str, list[str]] = {}
    birth: Json = None
    for view in views:
        if view.category in _WHO and view.label:
            told.setdefault(view.category, []).append(view.label)
        elif view.category == "birth" and _AGE.fullmatch(view.value):
            birth = birth or int(view.value)
        elif view.category == "birth" and _BIRTH.fullmatch(view.value):
            birth = view.value
    return {**{category: "; ".join(labels) for category, labels in told.items()}, "birth": birth}


def _needs(views: Iterable[AnswerView]) -> list[str]:
    return [f"{view.question} {view.label}" for view in views if view.category == "needs" and view.label]


def _texts(views: Iterable[AnswerView], category: str) -> list[str]:
    """What was written, in this category, in place of being chosen."""
    return [view.value for view in views if view.category == category and view.value and view.label == view.value]


def _notes(case: Case, *natures: str) -> list[str]:
    return [note.text for note in case.notes if note.nature in natures]
