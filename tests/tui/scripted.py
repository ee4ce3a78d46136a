"""A real object behind the engine's interface that answers from a script, and the replies that tests share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Event as Flag

from qa.llm_records import Spent
from qa.records import Answered, Choice, Citation, Declined, DocumentRef, Event, Figure, Found, Reply, Understood, Wrote

DOCUMENT = DocumentRef("park-2026-0a1b2c3d", "2026-park.txt", "2026年部门预算", "园区管理委员会", 2026, "预算", "部门")
THREE_PUBLIC = "预算10表 财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表"

RECEPTION = Citation(
    1,
    "row",
    "park-2026-0a1b2c3d-t10-r4",
    DOCUMENT,
    THREE_PUBLIC,
    {"line": 225},
    {"合计": "7.526202", "公务接待费": "0.976202", "公务用车购置费": "", "公务用车运行维护费": "6.550000"},
    ("公务接待费",),
    url="/budget/source_row/park-2026-0a1b2c3d-t10-r4",
)
ANSWER = Reply(
    "answered",
    "公务接待费多少？",
    "公务接待费预算为 0.976202 万元[1]，占三公经费 7.526202 万元[1]的 12.97%[1]。",
    (Figure("公务接待费", "0.976202", "万元", (1,)), Figure("占比", "12.97", "%", (1,), "公务接待费 0.976202 ÷ 三公经费 7.526202")),
    (RECEPTION,),
    ("SELECT printed FROM fact WHERE measure = 'reception'",),
    suggestions=("会议费多少？",),
    plan="看 2026 年公务接待费占三公经费的比例",
)
PROJECTS = Reply(
    "answered",
    "金额最大的2个项目？",
    "1. 甲项目 19565.000000 万元[1]\n2. 乙项目 12000.5 万元[2]",
    (Figure("甲项目", "19565", "万元", (1,)), Figure("乙项目", "12000.5", "万元", (2,))),
    tuple(
        Citation(
            marker, "row", f"park-2026-0a1b2c3d-t12-r{marker}", DOCUMENT, "预算表12 项目支出绩效表", {"page": 3, "row": 10 + marker},
            {"项目名称": name, "项目总额": amount, "绩效目标": "支持高新技术企业发展，兑现企业扶持资金，优化营商环境" * 2}, ("项目总额",),
            url=f"/budget/project/park-2026-0a1b2c3d-t12-r{marker}",
        )
        for marker, name, amount in ((1, "甲项目", "19,565.000000"), (2, "乙项目", "12,000.500000"))
    ),
)  # fmt: skip
PASSAGE = Reply(
    "answered",
    "谁监督评审公正？",
    "原文写道：“评审过程由纪检监察组全程监督，确保评审公正。”[1]",
    citations=(Citation(1, "passage", "p1", DOCUMENT, None, {"page": [3, 4]}, text="评审过程由纪检监察组全程监督，确保评审公正。"),),
)
DOUBT = Reply(
    "clarify",
    "支出多少？",
    "这个问题有两种理解，请选一种。",
    choices=(Choice("支出总计", "支出总计多少？"), Choice("本年支出合计", "本年支出合计多少？")),
)
REFUSAL = Reply("not_found", "2031年三公经费？", "没有 2031 年的预算。已收录：2026。", suggestions=("2026年三公经费多少？",))


class ScriptedSession:
    """Answers `replies[text]`, and refuses the rest; `gate` holds every answer back until it is set."""

    def __init__(self, replies: Mapping[str, Reply] | None = None, gate: Flag | None = None, fails: Sequence[str] = ()) -> None:
        self.replies = replies or {reply.question: reply for reply in (ANSWER, PROJECTS, PASSAGE, DOUBT, REFUSAL)}
        self.gate = gate
        self.fails = fails
        self.asked: list[str] = []

    def close(self) -> None:
        """Nothing is held."""

    def cancel(self) -> None:
        """Nothing is waited for."""

    def model_host(self) -> str | None:
        """No model."""
        return None

    def spent(self) -> Spent | None:
        """Nothing."""
        return None

    def recall(self, text: str, *, answered: bool) -> None:
        """Kept like a question."""
        self.asked.append(text)

    def ask(self, text: str) -> Iterator[Event]:
        """Steps and the scripted reply."""
        self.asked.append(text)
        if text in self.fails:
            raise RuntimeError("[/no] markup \x1b]52;c;aGk=\x07")
        reply = self.replies.get(text) or replace(REFUSAL, question=text)
        yield Understood(reply.plan)
        if self.gate is not None:
            self.gate.wait(10)
        yield Found(len([c for c in reply.citations if c.kind == "row"]), len([c for c in reply.citations if c.kind == "passage"]))
        yield Wrote(reply.answer)
        yield Answered(reply) if reply.status == "answered" else Declined(reply)
