"""Random forms and random interviews: what is kept up to date equals what is computed anew, resumed equals live."""

# ruff: noqa: S311 - an interview is drawn again from its seed

from __future__ import annotations

import random

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from screening.errors import FormError
from screening.forms.form import Form
from screening.forms.session import Session
from support.xform import bind, now, xform

LISTS = (
    '<instance id="list"><root>'
    + "".join(f"<item><name>{name}</name><kind>{kind}</kind></item>" for name, kind in ("a1", "b2", "c1", "d2"))
    + "</root></instance>"
)
VALUES = ["", "1", "2", "3", "a", "b", "1.5", "-1"]


class Maker:
    """Draws a form: plain nodes, a group, a repeat with one inside, calculations, filters."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.plain = [f"/data/q{number}" for number in range(draw.randint(2, 6))]
        self.group = [f"/data/g/q{number}" for number in range(draw.randint(1, 4))]
        self.rows = [f"/data/r/q{number}" for number in range(draw.randint(1, 4))]
        self.inner = [f"/data/r/i/q{number}" for number in range(draw.randint(1, 3))]
        self.asked = [*self.plain, *self.group, *self.rows, *self.inner]
        self.calculated: list[str] = []

    def path(self, before: list[str]) -> str:
        return self.draw.choice(before)

    def scalar(self, before: list[str], depth: int = 2) -> str:
        draw = self.draw
        if not before or draw.random() < 0.15:
            return draw.choice(["1", "'a'", "''", "2.5"])
        path = self.path(before)
        if depth == 0:
            return path
        left, right = self.scalar(before, depth - 1), self.scalar(before, depth - 1)
        return draw.choice(
            [
                path,
                f"{left} + {right}",
                f"if({self.truth(before, depth - 1)}, {left}, {right})",
                f"coalesce({left}, {right})",
                f"concat({left}, '-', {right})",
                f"sum({path})",
                f"count({path})",
                f"count-non-empty({path})",
                f"max({path})",
                f"join(',', {path})",
                f"string-length({path})",
                "count(/data/r)",
                "count(/data/r[q0 = '1'])",
                "sum(/data/r[position() = 2]/q0)",
                "indexed-repeat(/data/r/q0, /data/r, 2)",
            ]
        )

    def truth(self, before: list[str], depth: int = 2) -> str:
        draw = self.draw
        left, right = self.scalar(before, max(0, depth - 1)), self.scalar(before, max(0, depth - 1))
        return draw.choice(
            [
                f"{left} = {right}",
                f"{left} != '1'",
                f"{left} > {right}",
                f"not({left})",
                f"{left} = 'a' or {right} = '2'",
                f"selected({left}, 'a') and {right} != ''",
                f"boolean({left})",
            ]
        )

    def form(self) -> bytes:
        draw = self.draw
        binds = []
        before: list[str] = []
        for path in self.asked:
            attributes = {}
            if before and draw.random() < 0.5:
                attributes["relevant"] = self.truth(before)
            if before and draw.random() < 0.3:
                attributes["required"] = self.truth(before)
            if before and draw.random() < 0.1:
                attributes["readonly"] = self.truth(before)
            if draw.random() < 0.3:
                attributes["type"] = draw.choice(["int", "decimal", "string"])
            if before and draw.random() < 0.25:
                attributes["calculate"] = self.scalar(before)
            binds.append(bind(path, **attributes))
            before.append(path)
        if draw.random() < 0.5:
            binds.append(bind("/data/g", relevant=self.truth(self.plain)))
        if draw.random() < 0.5:
            binds.append(bind("/data/r", relevant=self.truth(self.plain)))
        for number in range(draw.randint(1, 5)):
            path = draw.choice([f"/data/c{number}", f"/data/r/c{number}", f"/data/r/i/c{number}"])
            around = ["position(..)", "count(../../r)"] if path.startswith("/data/r/c") else ["position(..)"]
            binds.append(bind(path, calculate=draw.choice([self.scalar(before), *around])))
            before.append(path)
            self.calculated.append(path)
        return xform(self.instance(), *binds, body=self.body(), more=LISTS)

    def names(self, above: str) -> list[str]:
        return [path[len(above) + 1 :] for path in [*self.asked, *self.calculated] if path.rpartition("/")[0] == above]

    def instance(self) -> str:
        def leaves(above: str) -> str:
            return "".join(f"<{name}/>" for name in self.names(above))

        inner = f"<i>{leaves('/data/r/i')}</i>"
        row = leaves("/data/r")
        return (
            f"{leaves('/data')}<g>{leaves('/data/g')}</g>"
            f'<r jr:template="">{row}{inner}</r>'
            f"<r>{row}{inner}</r><s1/><s2/>"
        )

    def body(self) -> str:
        def inputs(paths: list[str]) -> str:
            return "".join(f'<input ref="{path}"><label><output value="{path}"/></label></input>' for path in paths)

        count = ""
        if self.draw.random() < 0.3:
            count = f' jr:count="{self.draw.choice(self.plain)}"'
        filters = [f"[kind = {self.draw.choice([*self.plain, '/data/s1'])}]" for _ in range(2)]
        selects = "".join(
            f'<{kind} ref="/data/s{number}"><itemset nodeset="instance(\'list\')/root/item{where}">'
            f'<value ref="name"/><label ref="name"/></itemset></{kind}>'
            for number, kind, where in ((1, "select1", filters[0]), (2, "select", filters[1]))
        )
        return (
            f'{inputs(self.plain)}<group ref="/data/g">{inputs(self.group)}</group>'
            f'<repeat nodeset="/data/r"{count}>{inputs(self.rows)}'
            f'<repeat nodeset="/data/r/i">{inputs(self.inner)}</repeat></repeat>{selects}'
        )


def act(live: Session, draw: random.Random) -> None:
    """One random thing that an officer may do; refusals are part of life."""
    questions = live.outline().questions()
    repeats = ["/data/r", "/data/r[1]/i", "/data/r[2]/i"]
    what = draw.random()
    try:
        if what < 0.75:
            item = draw.choice(questions)
            choices = live.choices(item.ref)
            value = draw.choice([choice.value for choice in choices]) if choices else draw.choice(VALUES)
            live.answer(item.ref, value)
        elif what < 0.8:
            live.set_missing(draw.choice(questions).ref, "declined")
        elif what < 0.92:
            live.add_repeat(draw.choice(repeats))
        else:
            live.remove_repeat(draw.choice(["/data/r[1]", "/data/r", "/data/r[1]/i[1]"]))
    except FormError as error:
        assert error.code in {"form.ref.unknown", "form.repeat.unknown", "form.endless"}, error  # noqa: PT017


def snapshot(live: Session) -> tuple[object, ...]:
    return live.finalize().xml, live.outline(), live.validate(), live.facts()


@given(seed=st.integers(0, 2**48))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_kept_up_to_date_equals_computed_anew_and_resumed_equals_live(seed: int) -> None:
    draw = random.Random(seed)
    try:
        form = Form.parse(Maker(draw).form())
    except FormError as error:
        assert error.code == "form.cycle"  # noqa: PT017 - drawn expressions may run in a circle
        event("circle")
        return
    try:
        live = Session.new(form, now, random.Random(seed))
    except FormError as error:
        assert error.code == "form.endless"  # noqa: PT017 - a drawn count may depend on itself
        event("endless")
        return
    assert live.recompute() == ()
    for _ in range(25):
        act(live, draw)
        assert live.recompute() == ()
    event("interview")
    resumed = Session.resume(form, live.events, now, random.Random(seed), begun=live.begun)
    assert snapshot(resumed) == snapshot(live) == snapshot(live.again())
