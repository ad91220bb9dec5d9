"""Our engine and JavaRosa, one after the other: every interview of the tables, some expressions, some random forms.

All of it, and ODK Web Forms: ``make conformance``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance import known
from conformance.differential import Tally, run_cases, run_random
from conformance.oracles import JavaRosa, NotHereError
from conformance.tables import all_cases


@pytest.fixture(scope="module")
def javarosa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JavaRosa]:
    try:
        engine = JavaRosa(tmp_path_factory.mktemp("javarosa"))
    except NotHereError as error:
        pytest.skip(f"not run: {error}")
    yield engine
    engine.close()


def told(tallies: list[Tally]) -> list[str]:
    return [words for tally in tallies for words in tally.wrong]


def test_interviews_go_as_in_javarosa(javarosa: JavaRosa) -> None:
    assert told(run_cases([case for case in all_cases() if not case.expression], [javarosa])) == []


def test_expressions_give_what_javarosa_gives(javarosa: JavaRosa) -> None:
    assert told(run_cases([case for case in all_cases() if case.expression][::6], [javarosa])) == []


def test_random_interviews_go_as_in_javarosa(javarosa: JavaRosa) -> None:
    assert told(run_random(range(120), "collect", [javarosa])) == []
    assert told(run_random(range(60), "portable", [javarosa])) == []


def test_the_known_differences_name_cases_that_there_are() -> None:
    names = {case.name for case in all_cases()}
    named = {name for engine in known.ENGINES for name in known.cases_of(engine) if not name.startswith("corpus: ")}
    assert sorted(named - names) == []


def test_the_page_says_what_the_table_says() -> None:
    assert known.PAGE.read_text(encoding="utf-8") == known.page(), "run: python -m conformance --page"
