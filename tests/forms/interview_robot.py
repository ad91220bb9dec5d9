"""Runs whole interviews in forms and prints what they came to: python tests/forms/interview_robot.py FORM…"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from screening.errors import FormError
from support.robot import Robot, load

COLUMNS = ("questions", "asked", "answered", "refused", "repeats", "steps", "seconds", "bytes", "open")


def main() -> int:
    """Print one line a form; 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("forms", nargs="+", type=Path, metavar="FORM")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--open", action="store_true", help="name what could not be answered")
    args = parser.parse_args()
    width = max(len(path.name) for path in args.forms)
    print(f"{'form':{width}}", *(f"{name:>9}" for name in COLUMNS))
    failed = 0
    for path in args.forms:
        try:
            walked = Robot(load(path), args.seed).interview()
        except FormError as error:
            failed += 1
            print(f"{path.name:{width}} refused: {error.code} {dict(error.params)}")
            continue
        except AssertionError as error:
            failed += 1
            print(f"{path.name:{width}} FAILED: {error}")
            continue
        figures = (
            walked.questions, walked.asked, walked.answered, walked.refused, walked.repeats, walked.steps,
            f"{walked.seconds:.2f}", len(walked.submission.xml), len(walked.stuck),
        )  # fmt: skip
        print(f"{path.name:{width}}", *(f"{figure:>9}" for figure in figures))
        for line in walked.stuck if args.open else ():
            print(f"    {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
