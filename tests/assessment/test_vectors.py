"""The worked examples of the rules, one by one, and the whole grid of the dimension rule."""

import itertools

import pytest

from screening.assessment.ladder import positive
from screening.assessment.rules import assess, parse_stated

T08 = "DR01 DR02 EX01 EX02"
T10 = "EX01 EX03 CD01 CD03"

# name, settings, present, unknown ("" none, "rest" all others, or ids), dimensions, pattern, outcome, settled
VECTORS = [
    ("T01", {}, "", "", "", "no_pattern", "no_indication", False),
    ("T02", {}, "DR01", "", "", "no_pattern", "elevated", True),
    ("T03", {}, "DR01 DR10", "", "POS:DR", "incomplete", "elevated", False),
    ("T04", {}, "DR02 DR03", "", "", "no_pattern", "some", False),
    ("T05", {}, "DR02 DR03 DR10", "", "POS:DR", "incomplete", "elevated", False),
    ("T06", {}, "VR06 VR15 VR16", "", "", "no_pattern", "some", False),
    ("T07", {}, "EX01 EX02", "", "POS:EX", "exploitation_only", "elevated", True),
    ("T08", {"act": "present"}, T08, "", "POS:DR,EX", "deception_and_exploitation", "presumed", True),
    ("T09", {"act": "present"}, f"{T08} CD01 CD14", "", "POS:DR,EX,CD", "trafficking_pattern", "presumed", True),
    (
        "T10",
        {"act": "present"},
        T10,
        "",
        "POS:EX,CD",
        "coerced_exploitation_no_recruitment_means",
        "presumed",
        True,
    ),
    (
        "T11",
        {"act": "absent"},
        T10,
        "",
        "POS:EX,CD",
        "coerced_exploitation_no_recruitment_means",
        "presumed",
        True,
    ),
    ("T12", {}, "DR01", "rest", "IND:DR,CR,VR,EX,CD,VD", "incomplete", "elevated", False),
    ("T13", {}, "", "rest", "IND:DR,CR,VR,EX,CD,VD", "incomplete", "insufficient", False),
    (
        "T14",
        {"stage": "pre", "act": "present", "purpose": "intended"},
        "DR01 DR07",
        "rest",
        "POS:DR IND:CR,VR NA:EX,CD,VD",
        "not_assessable",
        "presumed",
        True,
    ),
    (
        "T15",
        {"stage": "pre", "act": "present"},
        "DR01 DR07",
        "rest",
        "POS:DR IND:CR,VR NA:EX,CD,VD",
        "not_assessable",
        "elevated",
        False,
    ),
    (
        "T16",
        {"stage": "pre", "act": "present", "purpose": "intended"},
        "VR06 VR14 VR16",
        "rest",
        "POS:VR IND:DR,CR NA:EX,CD,VD",
        "not_assessable",
        "elevated",
        False,
    ),
    ("T17", {"self_identified": True}, "", "rest", "IND:DR,CR,VR,EX,CD,VD", "incomplete", "elevated", False),
    (
        "T18",
        {"act": "present", "purpose": "present"},
        "VR06 VR09 VR16",
        "rest",
        "POS:VR IND:DR,CR,EX,CD,VD",
        "incomplete",
        "presumed",
        True,
    ),
    (
        "T19",
        {"population": "child", "act": "present"},
        "EX01 EX02",
        "",
        "POS:EX",
        "exploitation_only",
        "presumed",
        True,
    ),
    ("T20", {"population": "child", "act": "present"}, "CD06", "", "", "no_pattern", "presumed", True),
    ("T21", {"population": "child"}, "DR10", "", "", "no_pattern", "child_protection", False),
    (
        "T22",
        {"population": "child", "stage": "pre", "unaccompanied": True},
        "",
        "rest",
        "IND:DR,CR,VR NA:EX,CD,VD",
        "not_assessable",
        "child_protection",
        False,
    ),
    (
        "T23",
        {"population": "age_disputed", "stage": "pre", "act": "present", "purpose": "intended"},
        "DR09",
        "rest",
        "IND:DR,CR,VR NA:EX,CD,VD",
        "not_assessable",
        "presumed",
        True,
    ),
    ("T24", {"population": "child"}, "", "", "", "no_pattern", "no_indication", False),
    ("T25", {"act": "present"}, "CD01", "", "", "no_pattern", "elevated", True),
    (
        "T26",
        {"act": "present"},
        "VR06 VR09 VR14 EX01 EX04",
        "",
        "POS:VR,EX",
        "exploitation_only",
        "presumed",
        True,
    ),
    ("T27", {"act": "present"}, "CR04 CR05", "", "", "no_pattern", "elevated", True),
    (
        "T28",
        {"population": "child", "act": "present"},
        "CR04 CR05",
        "",
        "POS:CR",
        "incomplete",
        "child_protection",
        False,
    ),
    ("T29", {}, "", "DR02 DR03", "", "no_pattern", "no_indication", False),
    ("T30", {}, "", "DR02 DR03 DR04", "IND:DR", "incomplete", "insufficient", False),
    ("T31", {"declined": "CR01"}, "", "", "", "no_pattern", "insufficient", False),
    ("T32", {}, "", "CR05 CR07", "", "no_pattern", "insufficient", False),
    (
        "T33",
        {"population": "child", "act": "absent"},
        "DR01 DR02 EX01 EX02 CD01 CD02",
        "",
        "POS:DR,EX,CD",
        "trafficking_pattern",
        "presumed",
        True,
    ),
    ("T34", {"population": "child"}, "EX08", "", "", "no_pattern", "child_protection", False),
    ("T35", {"population": "child"}, "", "CD01", "", "no_pattern", "insufficient", False),
    (
        "T36",
        {"stage": "unknown", "act": "present"},
        T08,
        "",
        "POS:DR,EX",
        "deception_and_exploitation",
        "presumed",
        True,
    ),
]

WORDS = {"POS": "positive", "IND": "indeterminate", "NA": "not_assessable"}


def expected_dimensions(text):
    states = dict.fromkeys(("DR", "CR", "VR", "EX", "CD", "VD"), "negative")
    for part in text.split():
        word, names = part.split(":")
        for name in names.split(","):
            states[name] = WORDS[word]
    return states


def stated_json(lists, settings, present, unknown):
    """The facts of a vector: what is not named is absent, unless the rest is unknown."""
    settings = dict(settings)
    declined = settings.pop("declined", "").split()
    names = set(lists["adult_labour"].indicators)
    open_names = names if unknown == "rest" else set(unknown.split())
    indicators = dict.fromkeys(names - open_names, "absent")
    indicators |= dict.fromkeys(declined, "declined")
    indicators |= dict.fromkeys(present.split(), "present")
    population = settings.get("population", "adult")
    used = "adult_labour" if population == "adult" else "child_labour"
    return {"population": population, "lists": [used], "stage": "post", **settings, "indicators": indicators}


@pytest.mark.parametrize(
    ("settings", "present", "unknown", "dimensions", "pattern", "outcome", "settled"),
    [vector[1:] for vector in VECTORS],
    ids=[vector[0] for vector in VECTORS],
)
def test_worked_example_comes_out_as_written(  # noqa: PLR0917 - the columns of the table
    lists,
    settings,
    present,
    unknown,
    dimensions,
    pattern,
    outcome,
    settled,
):
    assessment = assess(parse_stated(stated_json(lists, settings, present, unknown), lists), lists)
    result = assessment.results[0]
    assert dict(result.dimensions) == expected_dimensions(dimensions)
    assert result.pattern == pattern
    assert assessment.outcome == outcome
    assert assessment.settled is settled
    assert assessment.settled is (assessment.could_change == ())


def test_exactly_fifty_four_cells_of_the_grid_are_positive():
    negative = {cell for cell in itertools.product(range(4), repeat=3) if not positive(*cell)}
    assert negative == {
        *((0, 0, weak) for weak in range(4)),
        *((0, 1, weak) for weak in range(4)),
        (0, 2, 0),
        (1, 0, 0),
    }


def test_minimal_positive_sets_are_the_five_published_ones():
    cells = [cell for cell in itertools.product(range(4), repeat=3) if positive(*cell)]
    minimal = {
        cell
        for cell in cells
        if not any(other != cell and all(a <= b for a, b in zip(other, cell, strict=True)) for other in cells)
    }
    assert minimal == {(2, 0, 0), (1, 1, 0), (1, 0, 1), (0, 3, 0), (0, 2, 1)}
