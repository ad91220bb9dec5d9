"""Why a case's outcome is what it is, for the officer to check and to question."""

from __future__ import annotations

from screening.assessment.rules import assess
from screening.casefile import explanation, interview
from screening.casefile.explanation import Explanation
from screening.fieldwork.officer import Fieldwork
from screening.ids import CaseId

_LANGUAGES = {"uk": "(uk)", "en": "(en)"}


def explain(desk: Fieldwork, case: CaseId) -> Explanation:
    """Rule by rule, which answers made which indicator present, what is unknown, and what would change it.

    Of the answers as they stand now; nothing is recorded.

    Raises:
        CaseError: no such case.
        StationError: the form pack the case began with is not here.
        AssessmentError: the answers contradict themselves.
    """
    state, session = desk.case(case), desk.session(case)
    lists = desk.means.lists
    result = assess(interview.stated(session, state, lists), lists)
    ours = next((name for name in session.form.languages if name.endswith(_LANGUAGES[desk.means.language])), None)
    return explanation.explain(result, session, state, lists, ours)
