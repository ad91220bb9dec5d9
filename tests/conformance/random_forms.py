"""Random forms with random interviews in them, drawn again from their seed, and what they are made of.

Two manners: ``portable`` uses only what ODK Collect and ODK Web Forms are known to answer alike, ``collect`` all that
Collect does. Each form says which constructs it holds; the table of known differences is written in these names.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Final, Literal

from conformance.oracles import Step
from support.xform import bind, xform

Manner = Literal["portable", "collect"]
Kind = Literal["int", "decimal", "string", "select1", "select", "date", "unread"]
KINDS: Final[tuple[Kind, ...]] = ("int", "int", "decimal", "string", "string", "select1", "select", "date")
WORDS: Final = ("a", "b", "c", "d")
VALUES: Final[dict[Kind, tuple[str, ...]]] = {
    "int": ("0", "1", "2", "3", "5", "8", "-1"),
    "decimal": ("0.5", "1.25", "2.5", "-0.75"),
    "string": ("a", "b", "x", "y", "ab", "a-b", "zz", "b c"),
    "select1": WORDS,
    "date": ("2024-02-29", "1999-12-31"),
}
COUNTED: Final = '<n/><k jr:template=""><p/><v/></k>'
COUNT: Final = (
    '<input ref="/data/n"><label>n</label></input><group ref="/data/k"><label>k</label>'
    '<repeat nodeset="/data/k" jr:count="/data/n"><input ref="/data/k/v"><label>v</label></input></repeat></group>'
)
LIST: Final = (
    '<instance id="list"><root>'
    + "".join(
        f"<item><name>{name}</name><label>{name.upper()}</label><kind>{kind}</kind><size>{size}</size></item>"
        for name, kind, size in (("a", "x", 1), ("b", "y", 2), ("c", "x", 3), ("d", "y", 4))
    )
    + "</root></instance>"
)


@dataclass(frozen=True, slots=True)
class Node:
    """A question or calculation. path: in full; above: its group or repeat, in full."""

    path: str
    kind: Kind
    asked: bool = True

    @property
    def above(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Made:
    """A form, an interview in it, the constructs it holds, and how many expressions."""

    form: bytes
    steps: tuple[Step, ...]
    constructs: frozenset[str]
    expressions: int


@dataclass
class _Maker:
    draw: random.Random
    manner: Manner
    nodes: list[Node] = field(default_factory=list)
    binds: list[str] = field(default_factory=list)
    constructs: set[str] = field(default_factory=set)
    filters: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    """Paths that may not be relevant."""
    setters: dict[str, str] = field(default_factory=dict)
    """What a control does when its answer changes."""
    begins: dict[str, str] = field(default_factory=dict)
    """Values that stand in the form."""
    expressions: int = 0
    counted: bool = False

    # ---- expressions -------------------------------------------------------------------------------------------

    def near(self, at: str, *kinds: Kind) -> list[str]:
        """Paths to single nodes of these kinds as an expression of a node in `at` may write them."""
        found = []
        for node in self.nodes:
            if node.kind not in kinds or (node.path in self.filters and self.manner == "portable"):
                continue
            if node.above == at and at.startswith("/data/r"):
                found.append(f"../{node.path.rpartition('/')[2]}")
            elif node.above in {"/data", "/data/g"}:
                found.append(node.path)
            elif at == "/data/r/i" and node.above == "/data/r":
                found.append(f"../../{node.path.rpartition('/')[2]}")
        return found

    def rows(self, at: str, *kinds: Kind) -> list[str]:
        """Paths to the nodes of these kinds in every row, seen from outside of the repeat."""
        if at.startswith("/data/r"):
            return []
        found = [node.path for node in self.nodes if node.kind in kinds and node.above.startswith("/data/r")]
        if self.manner == "portable":  # Web Forms counts what is not relevant
            return [path for path in found if path not in self.hidden and "/data/r" not in self.hidden]
        return found

    def number(self, at: str, depth: int = 2) -> str:
        draw = self.draw
        plain = [str(draw.randint(0, 5)), *self.near(at, "int", "int", "decimal")]
        texts, chosen = self.near(at, "string"), self.near(at, "select")
        if texts:
            plain.append(f"string-length({draw.choice(texts)})")
        if chosen:
            plain.append(f"count-selected({draw.choice(chosen)})")
        plain += [f"coalesce({path}, 0)" for path in self.near(at, "int")]
        plain += self.over_rows(at)
        if at.startswith("/data/r"):
            plain.append("position(..)")
        if depth == 0 or draw.random() < 0.3:
            return draw.choice(plain)
        left, right = self.number(at, depth - 1), self.number(at, depth - 1)
        return draw.choice(
            [
                f"({left} + {right})",
                f"({left} - {right})",
                f"{left} * {right}",
                f"{left} div 4",
                f"int({left})",
                f"abs({left})",
                f"round(abs({left}), 1)",
                f"if({self.truth(at, depth - 1)}, {left}, {right})",
                f"{left} mod 3",
            ]
        )

    def over_rows(self, at: str) -> list[str]:
        draw, found = self.draw, list[str]()
        paths = self.rows(at, "int")
        if paths:
            found.append("count(/data/r)")
        if not paths:
            return found
        path = draw.choice(paths)
        found.append(f"count-non-empty({path})")
        if self.manner == "collect":
            found += [f"sum({path})", f"max({path})", f"min({path})", f"count({path}[. > 1])", f"count({path})"]
        own = [each for each in paths if each.startswith("/data/r/q")]
        if own:
            path = draw.choice(own)
            name = path.rpartition("/")[2]
            found.append(f"count(/data/r[{name} > {draw.randint(0, 3)}])")
            found.append(f"coalesce(indexed-repeat({path}, /data/r, {draw.randint(1, 2)}), 0)")
        return found

    def text(self, at: str, depth: int = 2) -> str:
        draw = self.draw
        plain = ["'x'", "''", "'a b'", *self.near(at, "string", "select1")]
        if depth == 0 or draw.random() < 0.3:
            return draw.choice(plain)
        left, right = self.text(at, depth - 1), self.text(at, depth - 1)
        some = [
            f"concat({left}, '-', {right})",
            f"coalesce({left}, {right})",
            f"substr({left}, {draw.randint(0, 2)})",
            f"if({self.truth(at, depth - 1)}, {left}, {right})",
            f"translate({left}, 'ab', 'ba')",
            f"normalize-space({left})",
            f"substring-before({left}, '-')",
        ]
        if self.manner == "collect":
            some.append(f"concat({left}, int({self.number(at, 0)}))")
        lists = self.near(at, "select1")
        if lists:
            some.append(f"instance('list')/root/item[name = {draw.choice(lists)}]/label")
            whole = [path for path in lists if path.startswith("/") and path not in self.filters]
            some += [f"jr:choice-name({path}, '{path}')" for path in whole[:1]]
        texts = self.rows(at, "string")
        if texts:
            some.append(f"join(',', {draw.choice(texts)})")
        dates = self.near(at, "date")
        if dates:
            some.append(f"format-date({draw.choice(dates)}, '%Y-%n')")
        found = draw.choice(some)
        if ", int(" in found:
            self.constructs.add("number in a text")
        return found

    def truth(self, at: str, depth: int = 2) -> str:
        draw = self.draw
        numbers, texts = self.near(at, "int", "decimal"), self.near(at, "string", "select1")
        some = [f"{self.number(at, 0)} {draw.choice(['>', '<', '>=', '<='])} {draw.randint(0, 4)}"]
        if numbers:
            some += [f"{draw.choice(numbers)} = {draw.randint(0, 4)}", f"{draw.choice(numbers)} != ''"]
        if texts:
            path = draw.choice(texts)
            some += [f"{path} = '{draw.choice(WORDS)}'", f"{path} != ''", f"contains({path}, 'a')", f"{path} = ''"]
            some += [f"starts-with({path}, 'b')", f"regex({path}, '^[a-b]+$')"]
        chosen = self.near(at, "select")
        if chosen:
            some.append(f"selected({draw.choice(chosen)}, '{draw.choice(WORDS)}')")
        if self.manner == "collect":
            some += [f"boolean({path})" for path in texts] + texts + numbers
        if depth == 0 or draw.random() < 0.4:
            return draw.choice(some)
        left, right = self.truth(at, depth - 1), self.truth(at, depth - 1)
        if self.manner == "portable":  # Web Forms gives one side itself, not whether it holds
            left, right = f"({left}) = true()", f"({right}) = true()"
        return draw.choice([f"({left}) and ({right})", f"({left}) or ({right})", f"not({left})"])

    # ---- the form ----------------------------------------------------------------------------------------------

    def say(self, expression: str) -> str:
        self.expressions += 1
        return expression

    def question(self, path: str) -> None:
        draw = self.draw
        kind = draw.choice(KINDS)
        at = path.rpartition("/")[0]
        bound = {"type": kind if kind not in {"select1", "select"} else "string"}
        if draw.random() < 0.4:
            bound["relevant"] = self.say(self.truth(at))
            self.hidden.add(path)
        if draw.random() < 0.25:
            bound["required"] = self.say(self.truth(at, 1))
        if draw.random() < 0.1:
            bound["readonly"] = self.say(self.truth(at, 1))
        if kind == "int" and draw.random() < 0.3:
            bound["constraint"] = self.say(f". >= {draw.randint(0, 2)} and . < {draw.randint(4, 9)}")
        elif kind == "string" and draw.random() < 0.2:
            bound["constraint"] = self.say("regex(., '^[a-d ]*$')")
        if kind in {"select1", "select"} and draw.random() < 0.4:
            texts = [each for each in self.near(at, "string") if each.startswith("/")]
            if texts:
                where = draw.choice([f"kind = {draw.choice(texts)}", f"name != {draw.choice(texts)}"])
                self.filters[path] = self.say(f"[{where}]")
        self.binds.append(bind(path, **bound))
        self.nodes.append(Node(path, kind))
        if kind in {"int", "decimal", "date"} and draw.random() < 0.2:
            self.begins[path] = draw.choice(VALUES[kind])

    def setter(self) -> None:
        """Let the change of one answer set another."""
        draw = self.draw
        plain = [node for node in self.nodes if node.asked and node.above == "/data" and node.path not in self.hidden]
        texts = [node for node in plain if node.kind == "string"]
        if not texts or len(plain) < 2:
            return
        target = draw.choice(texts)
        source = draw.choice([node for node in plain if node is not target])
        value = self.say(self.text("/data", 1)).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        self.setters[source.path] = f'<setvalue event="xforms-value-changed" ref="{target.path}" value="{value}"/>'

    def calculation(self, path: str) -> None:
        at = path.rpartition("/")[0]
        kind = self.draw.choice(("int", "decimal", "string", "string"))
        expression = self.text(at) if kind == "string" else self.number(at)
        read: Kind = kind
        if kind == "string" and self.manner == "collect" and self.draw.random() < 0.3:
            expression, read = self.truth(at), "unread"
        bound = {"type": kind, "calculate": self.say(expression)}
        if self.draw.random() < 0.2:
            bound["relevant"] = self.say(self.truth(at, 1))
            self.hidden.add(path)
        self.binds.append(bind(path, **bound))
        self.nodes.append(Node(path, read, asked=False))

    def make(self) -> Made:
        draw = self.draw
        for at, most in (("/data", 5), ("/data/g", 3), ("/data/r", 3), ("/data/r/i", 2)):
            for number in range(draw.randint(1, most)):
                self.question(f"{at}/q{len(self.nodes)}_{number}")
                if draw.random() < 0.35:
                    self.calculation(f"{at}/c{len(self.nodes)}_{number}")
            if at == "/data":
                for group, chance in (("/data/g", 0.3), ("/data/r", 0.2)):
                    if draw.random() < chance:
                        self.hidden.add(group)
                        self.binds.append(bind(group, relevant=self.say(self.truth("/data", 1))))
        if draw.random() < 0.3:
            self.setter()
        for number in range(draw.randint(0, 3)):
            self.calculation(f"/data/z{number}")
        self.counted = draw.random() < 0.3
        if self.counted:
            self.binds.append(bind("/data/n", type="int", constraint=self.say(". <= 4")))
            self.binds.append(bind("/data/k/p", type="int", calculate=self.say("position(..) * 2")))
        form = xform(self.instance(), *self.binds, body=self.body(), more=LIST)
        steps = tuple(self.steps())
        self.note()
        return Made(form, steps, frozenset(self.constructs), self.expressions)

    def note(self) -> None:
        """Say what the form holds that engines answer differently."""
        written = "".join(self.binds)
        if any(path.rpartition("/")[2] in written.replace(f'nodeset="{path}"', "") for path in self.filters):
            self.constructs.add("filtered choice that others read")
        if any(path in written.replace(f'nodeset="{path}"', "") for path in self.rows("/data", *KINDS)):
            self.constructs.add("rows read from outside")
            if "removed row" in self.constructs:
                self.constructs.add("removed row that others read")
        concealed = [path for path in self.hidden if any(path in where for where in self.filters.values())]
        if concealed or any("/data/g/" in where for where in self.filters.values()):
            self.constructs.add("filter on what may not be relevant")
        bound = [each for each in self.binds if " constraint=" in each]
        if any(f'nodeset="{path}"' in each for path in self.setters for each in bound):
            self.constructs.add("action of a constrained answer")
        if "max(" in written:
            self.constructs.add("max")

    def inside(self, above: str) -> list[Node]:
        return [node for node in self.nodes if node.above == above]

    def instance(self) -> str:
        def leaves(above: str) -> str:
            names = [(node.path.rpartition("/")[2], self.begins.get(node.path, "")) for node in self.inside(above)]
            return "".join(f"<{name}>{text}</{name}>" for name, text in names)

        inner = f'<i jr:template="">{leaves("/data/r/i")}</i>'
        return (
            f'{leaves("/data")}<g>{leaves("/data/g")}</g><r jr:template="">{leaves("/data/r")}{inner}</r>'
            f"{COUNTED if self.counted else ''}<meta><instanceID/></meta>"
        )

    def control(self, node: Node) -> str:
        label = f"<label>{node.path}{self.output(node)}</label>"
        if node.kind not in {"select1", "select"}:
            return f'<input ref="{node.path}">{label}{self.setters.get(node.path, "")}</input>'
        where = self.filters.get(node.path, "").replace('"', "&quot;")
        return (
            f'<{node.kind} ref="{node.path}">{label}<itemset nodeset="instance(\'list\')/root/item{where}">'
            f'<value ref="name"/><label ref="label"/></itemset>{self.setters.get(node.path, "")}</{node.kind}>'
        )

    def output(self, node: Node) -> str:
        """Words that an expression gives, in some labels."""
        if self.draw.random() >= 0.2:
            return ""
        value = self.say(self.text(node.above, 1)).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        return f' <output value="{value}"/>.'

    def body(self) -> str:
        def controls(above: str) -> str:
            return "".join(self.control(node) for node in self.inside(above) if node.asked)

        return (
            f'{controls("/data")}<group ref="/data/g"><label>g</label>{controls("/data/g")}</group>'
            f'<group ref="/data/r"><label>r</label><repeat nodeset="/data/r">{controls("/data/r")}'
            f'<group ref="/data/r/i"><label>i</label><repeat nodeset="/data/r/i">{controls("/data/r/i")}</repeat>'
            f"</group></repeat></group>{COUNT if self.counted else ''}"
        )

    # ---- the interview -----------------------------------------------------------------------------------------

    def value(self, node: Node) -> str:
        draw = self.draw
        if draw.random() < 0.12:
            return ""
        if node.kind == "select":
            return " ".join(sorted(draw.sample(WORDS, draw.randint(1, 3))))
        return draw.choice(VALUES[node.kind])

    def steps(self) -> list[Step]:
        draw, steps = self.draw, list[Step]()
        rows: list[int] = []
        asked = [node for node in self.nodes if node.asked]
        wanted = 0
        for _ in range(draw.randint(8, 24)):
            chance = draw.random()
            if chance < 0.15:
                steps.append(("add", "/data/r"))
                rows.append(0)
            elif chance < 0.25 and rows:
                row = draw.randrange(len(rows))
                steps.append(("add", f"/data/r[{row + 1}]/i"))
                rows[row] += 1
            elif chance < 0.3 and rows:
                row = draw.randrange(len(rows))
                steps.append(("remove", f"/data/r[{row + 1}]"))
                del rows[row]
                self.constructs.add("removed row")
            elif self.counted and chance < 0.4:
                if wanted and draw.random() < 0.6:
                    steps.append(("answer", f"/data/k[{draw.randint(1, wanted)}]/v", draw.choice(WORDS)))
                    continue
                before, wanted = wanted, draw.randint(1, 4) if draw.random() < 0.4 else min(4, wanted + 1)
                if wanted < before:
                    self.constructs.add("shrinking count")
                steps.append(("answer", "/data/n", str(wanted)))
            else:
                node = draw.choice(asked)
                ref = self.placed(node, rows)
                if ref is not None:
                    steps.append(("answer", ref, self.value(node)))
        return steps

    def placed(self, node: Node, rows: list[int]) -> str | None:
        if not node.path.startswith("/data/r/"):
            return node.path
        able = [number for number, inner in enumerate(rows, 1) if inner or node.above == "/data/r"]
        if not able:
            return None
        row = self.draw.choice(able)
        if node.above == "/data/r":
            return node.path.replace("/data/r/", f"/data/r[{row}]/")
        inner = self.draw.randint(1, rows[row - 1])
        return node.path.replace("/data/r/i/", f"/data/r[{row}]/i[{inner}]/")


def make(seed: int, manner: Manner) -> Made:
    """The form and the interview of that seed."""
    return _Maker(random.Random(seed), manner).make()  # noqa: S311 - drawn again from its seed
