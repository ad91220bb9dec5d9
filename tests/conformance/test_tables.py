"""Our engine does what the case tables say."""

from __future__ import annotations

from collections import Counter

import pytest

from conformance.oracles import Ours
from conformance.tables import Case, all_cases, failures
from screening.forms.functions import FUNCTIONS

OURS = Ours()
TABLES = sorted({case.name.partition(":")[0].partition(" (")[0] for case in all_cases()})


def of(table: str) -> list[Case]:
    return [case for case in all_cases() if case.name.startswith((f"{table}:", f"{table} ("))]


@pytest.mark.parametrize("table", TABLES)
def test_our_engine_does_what_the_tables_say(table: str) -> None:
    wrong = [
        f"{case.name}: {words}"
        for case in of(table)
        for words in failures(case, OURS.run(case.form, case.steps, case.media))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_case_has_the_name_of_another() -> None:
    names = Counter(case.name for case in all_cases())
    assert [name for name, count in names.items() if count > 1] == []


def test_every_case_says_what_must_come_out() -> None:
    assert [case.name for case in all_cases() if not case.checks and case.refused is None] == []


SAID_ELSEWHERE = {  # what these give depends on more than a form: tests/forms
    "depend",
    "extract-signed",
    "property",
    "version",
}


def test_every_function_stands_in_a_table() -> None:
    written = " ".join(case.form.decode() for case in all_cases())
    assert {name for name in FUNCTIONS if f"{name}(" not in written} <= SAID_ELSEWHERE
