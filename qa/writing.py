"""The prose around an answer's figures, by a model: checked whole before a word of it is shown, else the rules' own sentence stays."""

from __future__ import annotations

from dataclasses import replace

from qa.claims import fault
from qa.evidence import Evidence, gather, words
from qa.llm_records import Deadline, ModelFailed, Talker
from qa.prompts import quoted, render
from qa.prose import filled
from qa.records import Reply

KEPT = "语言模型写的句子没有通过核对，这里是规则写的答句。"
_WAYS = {"up": "（增加、多）", "down": "（减少、少）", "flat": "（持平）", None: ""}


def written(reply: Reply, talker: Talker, deadline: Deadline) -> Reply:
    """The reply with a model's prose where that bears out, else with a warning; its figures and citations never change."""
    evidence = gather(reply)
    if evidence is None:
        return reply
    system = render("write", words=" ".join(allowed(evidence)))
    problem: str | None = ""
    try:
        for _ in range(2):
            again = f"上次写的不能用：{problem}" if problem else ""
            said = talker.chat(system, render("write_evidence", question=quoted(reply.question), evidence=told(evidence), again=again), deadline)
            problem = fault(said.text, evidence)
            if problem is None:
                return replace(reply, answer=filled(said.text, evidence))
    except ModelFailed as failed:
        return replace(reply, warnings=(*reply.warnings, f"{failed}这里是规则写的答句。"))
    return replace(reply, warnings=(*reply.warnings, KEPT))


def told(evidence: Evidence) -> str:
    """The evidence as a model sees it: names and places, and for each amount its number alone."""
    lines = [f"{{d{number}}} = {quoted(name)}" for number, name in enumerate(evidence.budgets, start=1)]
    for item in evidence.items:
        whose = "、".join(f"{{d{number}}}" for number in sorted(item.budgets))
        derived = "，由其他数算出" if item.parts is not None else ""
        lines.append(f"{{f{item.number}}} 名称 {{n{item.number}}} = {quoted(item.label)}，单位 {item.unit}，出自 {whose}{derived}{_WAYS[item.direction]}")
    return "\n".join(lines)


def allowed(evidence: Evidence) -> list[str]:
    """The closed set of words."""
    phases = [word for phase in words("phase") if evidence.phases == {phase} for word in words("phase", phase)]
    ways = [word for way in ("up", "down", "flat") for word in words("direction", way)]
    return [*words("plain"), *phases, *ways, *words("against", "up"), *words("against", "down"), *words("against", "pair")]
