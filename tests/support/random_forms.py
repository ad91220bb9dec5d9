"""Forms drawn at random, as rich as the engine is: groups, repeats in repeats, counts, filters, actions, dates, selects."""

# ruff: noqa: E501 - long lines of XML; a form is drawn again from its seed

from __future__ import annotations

import random

from support.xform import bind, xform

LIST = "".join(f"<item><name>{name}</name><kind>{kind}</kind></item>" for name, kind in ("a1", "b2", "c1", "d2"))
WORDS = (
    '<itext><translation lang="en" default="true()"><text id="t"><value>T <output value="/data/q0"/></value></text>'
    '</translation><translation lang="uk"><text id="t"><value>Ї <output value="/data/q1"/></value></text></translation></itext>'
)
VALUES = ("", "1", "2", "3", "a", "b", "1.5", "-1", "2024-02-29", "2026-11-23", "a b", "07")
_IN_ROWS = {
    "/data/r": ["position(..)", "count(../../r)", "../../r[position() = 1]/q0", "sum(../i/q0)"],
    "/data/r/i": ["position(..)", "position(../..)", "count(../../i)", "sum(../../i/q0)", "../../q0"],
}
TYPES = ("int", "decimal", "string", "string", "date")


class Maker:
    """Draws one form.

    Paths of questions by where they stand: plain, in a group, in rows, in rows of rows; selects apart.
    """

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.plain = [f"/data/q{number}" for number in range(draw.randint(2, 6))]
        self.group = [f"/data/g/q{number}" for number in range(draw.randint(1, 4))]
        self.rows = [f"/data/r/q{number}" for number in range(draw.randint(1, 4))]
        self.inner = [f"/data/r/i/q{number}" for number in range(draw.randint(1, 3))]
        self.selects = ["/data/s1", "/data/s2", "/data/g/s3", "/data/r/s4", "/data/r/i/s5", "/data/s6"]
        self.asked = [*self.plain, *self.group, *self.rows, *self.inner, *self.selects]
        self.calculated: list[str] = []

    # ---- expressions ---------------------------------------------------------------------------------------

    def path(self, before: list[str], at: str) -> str:
        """A node before this one: absolute, or as seen from it."""
        path = self.draw.choice(before)
        if self.draw.random() < 0.4:
            return seen_from(at, path, current=self.draw.random() < 0.3)
        return path

    def scalar(self, before: list[str], at: str, depth: int = 2) -> str:
        draw = self.draw
        if not before or draw.random() < 0.15:
            return draw.choice(["1", "'a'", "''", "2.5", "'2024-02-29'", "today()"])
        path = self.path(before, at)
        if depth == 0:
            return path
        left, right = self.scalar(before, at, depth - 1), self.scalar(before, at, depth - 1)
        return draw.choice(
            [
                path,
                f"{left} + {right}",
                f"{left} * 2 - {right}",
                f"{left} mod 2",
                f"if({self.truth(before, at, depth - 1)}, {left}, {right})",
                f"coalesce({left}, {right})",
                f"concat({left}, '-', {right})",
                f"substr({left}, 0, 3)",
                f"round({left}, 1)",
                f"int({left})",
                f"string-length({path})",
                f"format-date({left}, '%Y-%m')",
                f"date({left})",
                f"decimal-date-time({left})",
                f"{draw.choice(['sum', 'count', 'count-non-empty', 'max', 'min'])}({path})",
                f"join(',', {path})",
                f"count-selected({path})",
                f"selected-at({path}, 0)",
                f"pulldata('list', 'kind', 'name', {path})",
                f"instance('list')/root/item[name = {self.draw.choice(before)}]/kind",
                f"count(instance('list')/root/item[kind = current()/{seen_from(at, draw.choice(before))}])",
                "jr:choice-name(/data/s1, '/data/s1')" if "/data/s1" in before else path,
                "count(/data/r)",
                "count(/data/r[q0 = '1'])",
                "count(/data/r/i)",
                f"sum(/data/r[position() = {self.draw.choice(before)}]/q0)",
                "sum(/data/r[i/q0 != '']/q0)",
                "/data/r[last()]/q0",
                f"indexed-repeat(/data/r/q0, /data/r, {right})",
                "indexed-repeat(/data/r/i/q0, /data/r, 1, /data/r/i, 2)",
                *(_IN_ROWS.get(at.rpartition("/")[0], [])),
            ]
        )

    def calculation(self, before: list[str], at: str) -> str:
        """A scalar; now and then one that is found only once, which nothing but a whole calculation can be."""
        return f"once({self.scalar(before, at)})" if self.draw.random() < 0.1 else self.scalar(before, at)

    def truth(self, before: list[str], at: str, depth: int = 2) -> str:
        draw = self.draw
        left, right = (self.scalar(before, at, max(0, depth - 1)) for _ in range(2))
        return draw.choice(
            [
                f"{left} = {right}",
                f"{left} != '1'",
                f"{left} > {right}",
                f"{left} <= 2",
                f"not({left})",
                f"{left} = 'a' or {right} = '2'",
                f"selected({left}, 'a') and {right} != ''",
                f"contains({left}, {right})",
                f"regex({left}, '[0-9a]+')",
                f"boolean({left})",
            ]
        )

    # ---- the form ------------------------------------------------------------------------------------------

    def form(self) -> bytes:
        draw = self.draw
        binds: list[str] = []
        before: list[str] = []
        for path in self.asked:
            binds.append(self.question(path, before))
            before.append(path)
        around = [path for path in ("/data/g", "/data/r", "/data/r/i") if draw.random() < 0.4]
        binds += [bind(path, relevant=self.truth(self.plain, path)) for path in around]
        if draw.random() < 0.2:
            binds.append(bind("/data/g", readonly=self.truth(self.plain, "/data/g")))
        for number in range(draw.randint(1, 6)):
            above = draw.choice(["/data", "/data/g", "/data/r", "/data/r/i"])
            path = f"{above}/c{number}"
            binds.append(bind(path, calculate=self.calculation(before, path)))
            before.append(path)
            self.calculated.append(path)
        body = self.body()
        more = WORDS + f'<instance id="list"><root>{LIST}</root></instance>' + self.beginnings()
        return xform(self.instance(), *binds, body=body, more=more)

    def question(self, path: str, before: list[str]) -> str:
        draw = self.draw
        attributes: dict[str, str] = {}
        if before:
            for name, share in (("relevant", 0.45), ("required", 0.3), ("readonly", 0.1), ("constraint", 0.15)):
                if draw.random() < share:
                    attributes[name] = self.truth(before, path)
        if path not in self.selects:
            if draw.random() < 0.5:
                attributes["type"] = draw.choice(TYPES)
            if before and draw.random() < 0.2:
                attributes["calculate"] = self.calculation(before, path)
        elif before and draw.random() < 0.05:
            attributes["calculate"] = self.calculation(before, path)
        return bind(path, **attributes)

    def names(self, above: str) -> list[str]:
        return [path[len(above) + 1 :] for path in [*self.asked, *self.calculated] if path.rpartition("/")[0] == above]

    def leaves(self, above: str, *, filled: bool = False) -> str:
        values = [
            self.draw.choice(["", "", "1", "a"]) if filled and name[0] == "q" else "" for name in self.names(above)
        ]
        return "".join(f"<{name}>{value}</{name}>" for name, value in zip(self.names(above), values, strict=True))

    def instance(self) -> str:
        inner = f"<i>{self.leaves('/data/r/i')}</i>"
        empty = inner.replace("<i>", '<i jr:template="">', 1)
        template = f'<r jr:template="">{self.leaves("/data/r")}{empty}</r>'
        first = "".join(f"<r>{self.leaves('/data/r', filled=True)}{inner}</r>" for _ in range(self.draw.randint(0, 2)))
        return (
            f"{self.leaves('/data', filled=True)}<g>{self.leaves('/data/g', filled=True)}</g>{template}{first}"
            "<k/><meta><instanceID/></meta>"
        )

    def beginnings(self) -> str:
        if self.draw.random() < 0.6:
            return ""
        ref = self.draw.choice([*self.plain, *self.group])
        return f'<setvalue ref="{ref}" event="odk-instance-first-load" value="1 + 1"/>'

    def action(self, at: str) -> str:
        """Now and then, what a question sets when it changes."""
        draw = self.draw
        if draw.random() > 0.12:
            return ""
        near = [path for path in self.asked if path.rpartition("/")[0] == at.rpartition("/")[0] and path != at]
        if not near or draw.random() < 0.5:
            near = self.plain
        target = draw.choice(near)
        value = escaped(self.scalar(self.asked, target, 1))
        return f'<setvalue ref="{target}" event="xforms-value-changed" value="{value}"/>'

    def inputs(self, paths: list[str]) -> str:
        return "".join(
            f'<input ref="{path}"><label>{path} <output value="{self.draw.choice(self.plain)}"/></label>{self.action(path)}</input>'
            for path in paths
        )

    def select(self, path: str, kind: str) -> str:
        draw = self.draw
        other = seen_from(path, draw.choice(self.plain), current=True)
        where = draw.choice(
            ["", f"[kind = {draw.choice(self.plain)}]", f"[kind = {other}]", "[kind = /data/s1 or name = 'a1']"]
        )
        nodeset, value = f"instance('list')/root/item{where}", "name"
        if path == "/data/s6":
            nodeset, value = draw.choice(["/data/r", "/data/r[q0 != '']", "../r[position() > 1]"]), "q0"
        if path == "/data/s1":
            nodeset = nodeset.replace("/data/s1", "/data/q0")
        return (
            f'<{kind} ref="{path}"><label ref="jr:itext(\'t\')"/><itemset nodeset="{escaped(nodeset)}"><value ref="{value}"/>'
            f'<label ref="{value}"/></itemset>{self.action(path)}</{kind}>'
        )

    def count(self, chance: float, before: list[str]) -> str:
        """At most four rows, by a question."""
        if self.draw.random() > chance:
            return ""
        path = self.draw.choice(before)
        few = f"if({path} > 3, 3, {path})"
        return f' jr:count="{self.draw.choice(["2", escaped(few), escaped(few)])}"'

    def body(self) -> str:
        inner = f"{self.inputs(self.inner)}{self.select('/data/r/i/s5', 'select')}"
        rows = (
            f"{self.inputs(self.rows)}{self.select('/data/r/s4', 'select1')}"
            f'<group ref="/data/r/i"><label>i</label><repeat nodeset="/data/r/i"{self.count(0.3, self.rows)}>{inner}</repeat></group>'
        )
        if self.draw.random() < 0.3:
            rows += '<setvalue ref="/data/r/q0" event="odk-new-repeat" value="count(/data/r)"/>'
        return (
            f'{self.inputs(self.plain)}<group ref="/data/g"><label>g</label>{self.inputs(self.group)}'
            f"{self.select('/data/g/s3', 'select')}</group>"
            f'<group ref="/data/r"><label>r</label><repeat nodeset="/data/r"{self.count(0.3, self.plain)}>{rows}</repeat></group>'
            f"{self.select('/data/s1', 'select1')}{self.select('/data/s2', 'select')}{self.select('/data/s6', 'select1')}"
        )


def escaped(expression: str) -> str:
    """For an attribute in double quotes."""
    return expression.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def seen_from(at: str, path: str, *, current: bool = False) -> str:
    """The way from one node to another: as few steps up as needed."""
    here, there = at.split("/"), path.split("/")
    same = 0
    while same < min(len(here), len(there)) - 1 and here[same] == there[same]:
        same += 1
    up = "/".join([".."] * (len(here) - same))
    return f"{'current()/' if current else ''}{up}/{'/'.join(there[same:])}"
