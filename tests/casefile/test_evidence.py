"""What answers say of indicators and elements, and how much it counts on what they rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.assessment.lists import IndicatorList
from screening.casefile import evidence
from screening.casefile.evidence import Finding
from screening.forms.session import Fact


def fact(name: str = "ti:indicator", values: str = "DR01", **more: Any) -> Fact:
    """An answered, relevant fact unless `more` says otherwise."""
    given_: dict[str, Any] = {
        "when": False,
        "absent": False,
        "ref": "/data/a",
        "answered": True,
        "missing": None,
        "basis": "person_said",
        "verbatim": None,
        "relevant": True,
    }
    return Fact(name, tuple(values.split()), **{**given_, **more})


def missing(reason: str | None, ref: str = "/data/m", **more: Any) -> Fact:
    return fact(ref=ref, when=None, absent=None, answered=False, missing=reason, **more)


YES = fact(when=True, value="yes", ref="/data/yes")
NO = fact(absent=True, value="no", ref="/data/no")
PARTLY = fact(value="partly", ref="/data/partly")
OTHER = fact(value="elsewhere", ref="/data/other")
UNASKED = missing(None)
DECLINED = missing("declined", "/data/declined")
UNSURE = missing("unsure", "/data/unsure")
UNMARKED = fact(choice="pay", ref="/data/which")


@pytest.mark.parametrize(
    ("facts", "state", "refs"),
    [
        ([YES], "present", ["/data/yes"]),
        ([NO], "absent", ["/data/no"]),
        ([PARTLY], "unsure", ["/data/partly"]),
        ([UNMARKED], "unsure", ["/data/which"]),
        ([DECLINED], "declined", ["/data/declined"]),
        ([UNSURE], "unsure", ["/data/unsure"]),
        ([UNASKED], "not_asked", []),
        ([missing("not_asked")], "not_asked", []),
        ([OTHER], "not_asked", []),
        ([NO, YES], "present", ["/data/yes"]),
        ([YES, YES], "present", ["/data/yes"]),
        ([DECLINED, YES], "present", ["/data/yes"]),
        ([NO, DECLINED], "declined", ["/data/declined"]),
        ([NO, UNSURE], "unsure", ["/data/unsure"]),
        ([UNSURE, DECLINED], "declined", ["/data/declined"]),
        ([NO, UNASKED], "absent", ["/data/no"]),
        ([OTHER, NO], "absent", ["/data/no"]),
        ([fact(when=True, absent=True, ref="/data/both")], "present", ["/data/both"]),
        ([missing("declined", relevant=False), NO], "absent", ["/data/no"]),
        ([fact(when=True, relevant=False)], "not_asked", []),
    ],
)
def test_answers_join_to_one_state(facts: list[Fact], state: str, refs: list[str]) -> None:
    assert evidence.indicators(facts, ()) == {"DR01": Finding(state, tuple(refs))}  # type: ignore[arg-type]


@pytest.mark.parametrize("basis", ["officer_inference", "third_party"])
def test_strong_indicator_is_never_present_by_hearsay_alone(basis: str, lists: Mapping[str, IndicatorList]) -> None:
    hearsay = fact(values="DR01 DR02", when=True, basis=basis, ref="/data/hearsay")
    found = evidence.indicators([hearsay], [lists["adult_labour"]])
    assert found["DR01"] == Finding("unsure", ("/data/hearsay",))  # type: ignore[arg-type]
    assert found["DR02"].state == "present"
    both = evidence.indicators([hearsay, YES], [lists["adult_labour"]])
    assert both["DR01"] == Finding("present", ("/data/hearsay", "/data/yes"))  # type: ignore[arg-type]
    two_hearsays = evidence.indicators([hearsay, hearsay], [lists["adult_labour"]])
    assert two_hearsays["DR01"].state == "unsure"


@pytest.mark.parametrize("basis", ["person_said", "observed", "document"])
def test_strong_indicator_is_present_on_what_was_said_seen_or_read(
    basis: str, lists: Mapping[str, IndicatorList]
) -> None:
    assert evidence.indicators([fact(when=True, basis=basis)], [lists["adult_labour"]])["DR01"].state == "present"


def test_strength_is_that_of_the_lists_in_use(lists: Mapping[str, IndicatorList]) -> None:
    hearsay = [fact(values="CR02", when=True, basis="third_party")]
    assert evidence.indicators(hearsay, [lists["adult_labour"]])["CR02"].state == "present"
    assert evidence.indicators(hearsay, [lists["child_labour"]])["CR02"].state == "unsure"


ANY = st.lists(st.sampled_from([YES, NO, PARTLY, OTHER, UNASKED, DECLINED, UNSURE, UNMARKED]), max_size=5)


@given(ANY)
def test_one_yes_more_makes_present_and_one_no_more_never_does(facts: list[Fact]) -> None:
    def state(of: list[Fact]) -> str:
        found = evidence.indicators(of, ())
        return found["DR01"].state  # type: ignore[index]

    assert state([*facts, YES]) == "present"
    assert (state([*facts, NO]) == "present") == (YES in facts)
    if {DECLINED, UNSURE, PARTLY, UNMARKED} & set(facts):
        assert state([*facts, NO]) != "absent"


def element(name: str, value: str, **more: Any) -> Fact:
    return fact("ti:element", name, value=value, **more)


def test_elements_are_unknown_until_answered() -> None:
    said = evidence.elements([])
    assert said.population is None
    assert (said.stage, said.act, said.purpose) == ("unknown", "unknown", "unknown")
    assert not said.self_identified
    assert not said.unaccompanied
    assert said.purpose_codes == ()


def test_elements_are_read_from_the_values_that_the_form_gives_them() -> None:
    said = evidence.elements(
        [
            element("population", "age_disputed"),
            element("stage", "transit"),
            element("stage", "nonsense"),
            element("act", "present"),
            element("purpose", "intended"),
            element("self_identified", "true"),
            element("unaccompanied", "true"),
            element("stage", "post", relevant=False),
            fact("ti:purpose", "SEX", when=True, choice="sexual"),
            fact("ti:purpose", "BEG", when=True, choice="begging"),
            fact("ti:purpose", "ORG", when=False, choice="organ"),
            fact("ti:other", "x"),
        ]
    )
    assert (said.population, said.stage, said.act, said.purpose) == ("age_disputed", "transit", "present", "intended")
    assert said.self_identified
    assert said.unaccompanied
    assert said.purpose_codes == ("SEX", "BEG")


@pytest.mark.parametrize(
    ("given_", "purpose"),
    [
        (["absent", "present"], "present"),
        (["intended", "absent"], "intended"),
        (["intended", "present"], "present"),
        (["absent", ""], "absent"),
        (["nonsense"], "unknown"),
    ],
)
def test_purpose_is_the_furthest_that_was_said(given_: list[str], purpose: str) -> None:
    assert evidence.elements([element("purpose", value) for value in given_]).purpose == purpose


def test_purpose_is_not_absent_while_one_question_about_it_was_declined() -> None:
    facts = [element("purpose", "absent"), element("purpose", "", missing="declined", answered=False)]
    assert evidence.elements(facts).purpose == "unknown"


@pytest.mark.parametrize(
    ("bases", "purpose"),
    [
        ({"present": "third_party"}, "unknown"),
        ({"present": "officer_inference"}, "unknown"),
        ({"present": "officer_inference", "absent": "person_said"}, "unknown"),
        ({"present": "third_party", "intended": "person_said"}, "intended"),
        ({"present": "observed"}, "present"),
        ({"present": "document", "absent": "third_party"}, "present"),
    ],
)
def test_purpose_is_stated_or_observed_and_never_only_heard_of_or_concluded(
    bases: dict[str, str], purpose: str
) -> None:
    facts = [fact("ti:element", "purpose", value=value, basis=basis) for value, basis in bases.items()]
    assert evidence.elements(facts).purpose == purpose


def test_gates_and_urgent_rules_come_once_each() -> None:
    facts = [
        fact("ti:gate", "urgent:U6", when=True),
        fact("ti:gate", "stop urgent:U1", when=True),
        fact("ti:gate", "urgent:U6", when=True),
        fact("ti:gate", "child", when=False),
        fact("ti:gate", "do_not_interview", when=None),
    ]
    assert evidence.gates(facts) == ("urgent:U6", "stop", "urgent:U1")
    assert evidence.urgent_rules(facts) == ("U1", "U6")


@pytest.mark.parametrize(
    ("population", "codes", "names"),
    [
        ("adult", (), ("adult_labour",)),
        ("adult", ("SEX",), ("adult_labour", "adult_sexual")),
        ("adult", ("BEG",), ("adult_labour",)),
        ("child", (), ("child_labour",)),
        ("age_disputed", ("SEX", "LAB"), ("child_labour", "child_sexual")),
    ],
)
def test_lists_follow_from_age_and_purpose(
    population: Any, codes: tuple[str, ...], names: tuple[str, ...], lists: Mapping[str, IndicatorList]
) -> None:
    assert evidence.lists_for(population, codes, lists) == names


def test_without_a_list_for_the_age_all_are_used(lists: Mapping[str, IndicatorList]) -> None:
    only = {"adult_sexual": lists["adult_sexual"]}
    assert evidence.lists_for("adult", (), only) == ("adult_sexual",)
    assert evidence.lists_for("child", (), only) == ("adult_sexual",)
    assert evidence.lists_for("child", (), {}) == ()
