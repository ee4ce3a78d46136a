"""The prose around an answer's figures, by a model: a sentence is shown as soon as it is checked, and the rules' own stay where the whole is not borne out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qa.claims import fault
from qa.evidence import Evidence, gather, words
from qa.llm_answer import ENDS
from qa.llm_records import Completion, Deadline, ModelFailed, Prompt, Talker
from qa.prompts import quoted, render
from qa.prose import filled
from qa.records import Event, ModelAsked, Reply, Wrote

KEPT = "语言模型写的句子没有通过核对，这里是规则写的答句。"


class Writing:
    """The prose of one answer. Its figures and citations never change; `reply` holds the model's words only where all of them are borne out."""

    def __init__(self, reply: Reply, talker: Talker, deadline: Deadline):
        self.reply = reply
        self.shown = ""
        """Sentences that were handed out, each of them checked."""
        self._talker = talker
        self._deadline = deadline
        self._faulty = "\0"
        """How an answer begins that is not shown further."""

    def steps(self) -> Iterator[Event]:
        """Sentences as they come; a second attempt goes on where it agrees with what is shown."""
        evidence = gather(self.reply)
        if evidence is None:
            return
        yield ModelAsked(self._talker.host)
        try:
            problem: str | None = ""
            for _ in range(2):
                whole = ""
                for came in self._talker.stream(prompt(self.reply.question, evidence, problem or ""), self._deadline):
                    if isinstance(came, Completion):
                        whole = came.text
                    else:
                        yield from self._checked(came, evidence)
                problem = fault(whole, evidence)
                if problem is None:
                    self.reply = replace(self.reply, answer=filled(whole, evidence))
                    return
            self.reply = replace(self.reply, warnings=(*self.reply.warnings, KEPT))
        except ModelFailed as failed:
            self.reply = replace(self.reply, warnings=(*self.reply.warnings, f"{failed}这里是规则写的答句。"))

    def _checked(self, so_far: str, evidence: Evidence) -> Iterator[Wrote]:
        """What the whole sentences of an answer so far add to what is shown; nothing after the first that is not borne out."""
        last = max((match.end() for match in ENDS.finditer(so_far)), default=0)
        part = so_far[:last].rstrip("；\n ")  # these may still turn into a full stop
        if not part or part.startswith(self._faulty):
            return
        if fault(part, evidence, whole=False) is not None:
            self._faulty = part
            return
        text = filled(part, evidence, whole=False)
        if text.startswith(self.shown) and text != self.shown:
            added = text[len(self.shown) :]
            self.shown = text
            yield Wrote(added)


def prompt(question: str, evidence: Evidence, problem: str) -> Prompt:
    """What the model is told; `problem` says what was wrong with its last answer."""
    again = f"上次写的不能用：{problem}" if problem else ""
    before, between = allowed(evidence)
    system = render("write", opening=" ".join(before), linking=" ".join(between))
    return Prompt(system, render("write_evidence", question=quoted(question), evidence=told(evidence), again=again))


def told(evidence: Evidence) -> str:
    """The evidence as a model sees it: names and places, and for each amount its number alone, in a clause that may be used as it is."""
    lines = [f"{{d{number}}} = {quoted(name)}" for number, name in enumerate(evidence.budgets, start=1)]
    for item in evidence.items:
        whose = "、".join(f"{{d{number}}}" for number in sorted(item.budgets))
        derived = "，由其他数算出" if item.parts is not None else ""
        lines.append(f"{{f{item.number}}} 名称 {{n{item.number}}} = {quoted(item.label)}，单位 {item.unit}，出自 {whose}{derived}；写法：{quoted(evidence.clause(item) or '')}")
    return "\n".join(lines)


def allowed(evidence: Evidence) -> tuple[list[str], list[str]]:
    """The closed set of words: before a name, and between a name and its figure."""
    phases = [word for phase in words("phase") if evidence.phases == {phase} for word in words("phase", phase)]
    ways = [word for way in ("up", "down", "flat") for word in words("direction", way)]
    return [*words("opening"), *words("against", "up"), *words("against", "down")], [*words("linking"), *phases, *words("against", "pair"), *ways]
