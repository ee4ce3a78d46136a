"""From the mentions of a clause to a Plan: which operation, over which operands, in which scope."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.asked_dimension import dimension_asked
from qa.authority import CLASSES
from qa.cleared import compounds, distinct, refusals, unlisted, without_echo, without_owner, without_total, without_verbs
from qa.excluding import BESIDE, as_remainder, excluded, placed_by
from qa.numerals import Quantity, small_number
from qa.operands import CONTENT, gather, readings, shared_rows
from qa.operators import _OPERATIONS, _TERM, YEARLY, contrasts
from qa.plan import Condition, Operand, Plan
from qa.scan import Scanned
from qa.scope import Spoken
from qa.shares import split_share
from qa.vocabulary import measures

SEPARATING = {"share", "ratio", "difference", "change", "compare", "check", "sum"}
"""Operators that stand between operands: 占, 比, 和 … 一致."""
_SILENT = {"department", "year", "phase", "level", "stop", "self", "every", "unit", "pronoun", "join", "operator", "condition", "quantity", "fund", "stage", "table", "counted", "asked", "bound"}
_DIMENSION_OF_MEASURE = {
    "personnel": "department", "public": "department", "basic": "department", "agency_running": "department", "procurement": "procurement", "purchased_service": "service",
    "project_amount": "project", "project": "project", "income": "income", "income_total": "income", "three_public": "three_public", "expenditure": "function_1",
    "expenditure_total": "function_1",
}  # fmt: skip
_RATE = re.compile(r"百分|几个点|percent|几成|幅")
_ADVERB = re.compile(r"(?:一|总|合)?共(?:有|计|列|是)?|总计|总的")
_MONEY_ASKED = re.compile(r"多少(?:钱|资金|经费|[万亿]?元)|金额|合计|总额")
_NAMED = re.compile(r"(?:付|交|给|拨|发|租|委托|外包|承包|补)给?(?:了)?(?:是)?(?:谁|哪(?:一)?家(?:单位|公司|企业|机构)?)|是谁|叫什么|哪(?:一)?(?:家|个)(?:公司|企业|机构|人|[\u4e00-\u9fff]{2,6}(?:公司|事务所|机构))|哪几家[\u4e00-\u9fff]{0,6}(?:公司|事务所|机构)|什么(?:公司|名字|人)|谁(?:中标|承建|承办|负责|施工|设计)|\bwho\b")
"""Questions for a name: no amount answers them, and only a passage that says every word."""
_AMOUNT = re.compile(r"(?:经费|支出|收入|预算|决算|金额|总额|费用|资金|差额|拨款|开支|花费|费)(?:情况)?(?:呢|吗)?[??。]?$")
"""A question that ends with a sum of money asks for an amount, though it says no 多少."""
_CHAPTER = re.compile(r"职能|职责|机构|任务|概况|依据|措施|背景|^(?:是)?(?:干什么|干嘛|做什么|负责什么)(?:的)?$|负责|目标")
_DUTIES = re.compile(r"^(?:是)?(?:干什么|干嘛|做什么|负责什么|职责|职能)(?:的)?$")
"""Ways to ask what a department is for; its own documents call the chapter 主要职能."""
ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}


def understand(scanned: Scanned, spoken: Spoken) -> Plan:
    """The Plan that the words of one clause make, before the conversation completes it."""
    operations = _operations(scanned)
    kept, out = excluded(scanned)
    kept, beside, step = placed_by(scanned, kept)
    kept = without_verbs(kept)
    opened = gather(kept, _separators(scanned), scanned.text, contained="share" not in operations)
    plan = Plan(
        operation="lookup",
        unit=next((m.value for m in scanned.all("unit")), None),
        conditions=tuple(m.value for m in scanned.all("condition")),
        unexplained=(*(piece for piece in scanned.unexplained if not (beside and piece in BESIDE)), *compounds(kept), *unlisted(kept, scanned.text)),
        refusals=refusals(scanned),
        words=_words(scanned),
        scope=spoken.scope,
        wants=_wants(operations, scanned),
        guesses=_guesses(scanned),
        counted=_counted(operations, scanned),
    )
    plan = _with_dimension(plan, scanned, operations)
    opened = shared_rows(split_share(opened, operations, scanned), operations)
    alternatives = without_total(without_owner(without_echo(distinct([readings(item) for item in opened]))), operations)
    plan = replace(plan, operands=tuple(found[0] for found in alternatives if found), readings=tuple(tuple(found) for found in alternatives if found))
    plan = _of_field(plan)
    if contrasts(plan.dimension, scanned.text):
        plan = replace(plan, dimension="function", depth=plan.depth or 3, wants=(*plan.wants, "contrast"), refusals=tuple(r for r in plan.refusals if r != "execution"))
    several_years = len(spoken.scope.years) > 1 or spoken.last_years or spoken.all_years
    if "average" in operations and several_years and not scanned.all("dimension") and "yearly" not in plan.wants:
        plan = replace(plan, wants=(*plan.wants, "yearly"))
    plan = _operation(replace(plan, excluded=out, beside=beside, step=step), operations, scanned, spoken)
    return as_remainder(plan, scanned.text)


def _operations(scanned: Scanned) -> tuple[str, ...]:
    """Operators said; 百分之几 beside 增长 asks for a rate of change and no share."""
    mentions = scanned.all("operator")
    found = tuple(dict.fromkeys(m.value for m in mentions))
    if "change" in found and not any(m.value == "share" and not _RATE.search(m.text) for m in mentions):
        found = tuple(value for value in found if value != "share")
    if {"count", "sum"} <= set(found) and all(_ADVERB.fullmatch(m.text) for m in mentions if m.value == "sum") and not _MONEY_ASKED.search(scanned.text):
        found = tuple(value for value in found if value != "sum")  # 一共几个项目 adds up nothing
    return found


def _separators(scanned: Scanned) -> set[int]:
    """Indexes of mentions that end an operand."""
    found = set()
    for index, mention in enumerate(scanned.mentions):
        if mention.kind == "join" or (mention.kind == "operator" and mention.value in SEPARATING):
            found.add(index)
        if index and re.search(r"[,，;；、]", scanned.text[scanned.mentions[index - 1].end : mention.start]):
            found.add(index - 1) if mention.kind not in CONTENT else None
    return found


def _words(scanned: Scanned) -> str:
    """The clause without scope, polite words and operators: what a description or an indicator is sought by."""
    kept = [True] * len(scanned.text)
    for mention in scanned.mentions:
        if mention.kind in _SILENT:
            for i in range(mention.start, mention.end):
                kept[i] = False
    if any(m.kind in CONTENT for m in scanned.mentions):
        for mention in scanned.all("dimension"):
            kept[mention.start : mention.end] = [False] * (mention.end - mention.start)
    if not any(m.kind in CONTENT for m in scanned.mentions) and not scanned.unexplained:
        described = [m.text for m in scanned.all("operator") if m.value == "describe" and _CHAPTER.search(m.text)]
        if described:
            return " ".join(_DUTIES.sub("主要职能", text) for text in described)
    pieces = re.split(r"[^\w%]+", "".join(char if kept[i] else " " for i, char in enumerate(scanned.text)))
    return " ".join(piece for piece in pieces if piece)


def _wants(operations: tuple[str, ...], scanned: Scanned) -> tuple[str, ...]:
    found = []
    text = scanned.text
    if re.search(r"百分之(?:几|多少)|几个(?:百分)?点|百分比|增幅|降幅|涨幅|跌幅|幅度|增速|增长率|percent|%(?!\d)", text):
        found.append("percent")
    if YEARLY.search(text):
        found.append("yearly")
    if re.search(r"趋势|走势|变化情况|怎么变|如何变|trend", text):
        found.append("trend")
    if re.search(r"为什么|为何|为啥|因为什么|因什么|因为啥|因何|凭什么|原因|因素|缘故|理由|缘由|缘何|怎么回事|干什么用|用来干|做什么用|why", text):
        found.append("reason")
    if _TERM.search(text) and not scanned.all("rank") and "reason" not in found:
        found.append("term")
    if re.search(r"多少|几[^乎年]|how many|how much", text) or _AMOUNT.search(text):
        found.append("number")
    if scanned.all("rank") and any(m.value == "share" for m in scanned.all("operator")):
        found.append("share")
    if re.search(r"排名|排序|排行|从高到低|从大到小|从低到高|ranking", text):
        found.append("ranking")
    if re.search(r"怎么分|如何分|分配|分给|怎么花|怎么用|花在哪|用在哪|用到哪|哪些方向|构成|组成|怎么安排|分成", text):
        found.append("allocation")
    if re.search(r"(没有|没|未|无)(编报|编|设置?|填报|申报)?(绩效)?目标", text) and re.search(r"钱|资金|金额|经费|多少", text):
        found.append("untargeted")
    if _NAMED.search(text) and not re.search(r"\d{6,}", text) and not scanned.all("code") and not scanned.all("rank") and not scanned.all("quantity"):
        found.append("name")
    if re.search(r"谁|哪个|哪家|哪一个|which", text):
        found.append("winner")
    if scanned.all("asked") or ("count" in operations and not {"sum", "list", "share"} & set(operations)):
        found.append("count")
    one_unit = any(s.axis in ("unit", "label") for m in scanned.mentions if m.kind in CONTENT for s in m.value)
    if re.search(r"各项|各款|几个项|几项|细分|明细|构成|组成", text) or (re.search(r"下面|下属|底下", text) and not one_unit):
        found.append("children")
    return tuple(found)


def _counted(operations: tuple[str, ...], scanned: Scanned) -> int | None:
    """两笔…加起来: the number of addends where it is said and no rank gives it."""
    said = [n for m in scanned.all("counted") if m.value.get("n") and (n := small_number(m.value["n"]))]
    return said[0] if len(said) == 1 and said[0] > 1 and "sum" in operations and not scanned.all("rank") else None


def _guesses(scanned: Scanned) -> tuple[str, ...]:
    """What was read by part or likeness, to be shown."""
    notes = []
    for mention in scanned.mentions:
        if mention.note:
            notes.append(mention.note)
        elif (mention.kind == "part" and len({s.key for s in mention.value}) == 1) or (mention.kind in ("subject", "name") and all(s.guess for s in mention.value)):
            notes.append(f"按“{mention.value[0].name}”理解“{mention.text}”")
    return tuple(dict.fromkeys(notes))


def _with_dimension(plan: Plan, scanned: Scanned, operations: tuple[str, ...]) -> Plan:
    """Dimension, depth, order and limits from rank and dimension mentions."""
    ranks = scanned.all("rank")
    if ranks:
        first, limit, least = 1, None, False
        for mention in ranks:
            said = mention.value
            least = least or bool(said.get("least"))
            if said.get("first"):
                first = small_number(said["first"]) or 1
            if said.get("second"):
                first = ORDINALS[said["second"]]
            if said.get("limit"):
                limit = small_number(said["limit"])
        if limit is None and first == 1:
            limit = next((small_number(m.value["n"]) for m in scanned.all("counted") if m.value.get("n")), None)
        plan = replace(plan, first=first, limit=limit if limit else 1, order="least" if least else "most")
    if "rank_least" in operations:
        plan = replace(plan, order="least")
    if not ranks and {"rank", "rank_least"} & set(operations):
        plan = replace(plan, limit=next((small_number(m.value["n"]) for m in scanned.all("counted") if m.value.get("n")), None))
    name = dimension_asked(plan, scanned)
    if name is None:
        return plan
    base, _, depth = name.partition("_")
    return replace(plan, dimension=base, depth=int(depth) if depth.isdigit() else None)


def _of_field(plan: Plan) -> Plan:
    """服务领域为其他支出的: the column is named, so that what is said of it is its value, and the rows are services."""
    measure = next((s.key for o in plan.operands for s in o.of("measure")), "")
    told_apart = any(s.axis == "attribute" for reading in plan.readings for o in reading for s in o.subjects)
    if told_apart and plan.dimension in (None, "any") and _DIMENSION_OF_MEASURE.get(measure) in ("procurement", "service", "project"):
        return replace(plan, dimension=_DIMENSION_OF_MEASURE[measure])  # 政府采购里分散采购的: rows of the table whose column says so
    if plan.dimension != "field":
        return plan
    readings = tuple(tuple(o for o in reading if o.of("field")) or reading for reading in plan.readings)
    if not any(o.of("field") for reading in readings for o in reading):
        return plan
    return replace(plan, dimension="service", readings=readings, operands=tuple(reading[0] for reading in readings))


def _operation(plan: Plan, operations: tuple[str, ...], scanned: Scanned, spoken: Spoken) -> Plan:
    """The operation that operators, ranks, conditions and operands ask for."""
    if plan.operands and all(not o.subjects and (o.table or "").endswith("performance") for o in plan.operands) and not {"count", "check"} & set(operations):
        return replace(plan, operation="describe")
    for name, fits in _OPERATIONS:
        if fits(plan, operations, scanned, spoken):
            return completed(replace(plan, operation=name), scanned)
    return plan


def completed(plan: Plan, scanned: Scanned) -> Plan:
    """What the operation needs and the words only imply."""
    own = next((s.axis for operand in plan.operands for s in operand.subjects if s.axis not in ("measure", "label")), None)
    if plan.dimension == "function" and own in ("department", "government") and "功能" not in scanned.text:
        plan = replace(plan, dimension=own, depth=None)  # 工资福利支出中的科目 are economic items
    sorted_items = own is None and any(s.key in CLASSES for operand in plan.operands for s in operand.of("measure"))
    if plan.dimension == "function" and sorted_items and not re.search(r"功能|类级|款级|项级|大类|款", scanned.text):
        plan = replace(plan, dimension="department", depth=None)  # 公用经费里的科目 are economic items too
    bought = any(s.axis == "procurement" or s.key == "procurement" for operand in plan.operands for s in operand.subjects)
    if plan.operation == "list" and bought and own in ("project", "procurement") and plan.dimension in (None, "any", "project"):
        plan = replace(plan, dimension="procurement", depth=None)  # 全委会的服务采购都买了什么
    if plan.operation == "count" and not plan.conditions and any(o.table for o in plan.operands) and not any(not s.weak for o in plan.operands for s in o.subjects):
        return plan
    if plan.operation in ("rank", "list", "count", "average", "sum") and plan.dimension in (None, "any") and (plan.operation != "sum" or "children" in plan.wants or plan.conditions) and not (plan.operation == "average" and "yearly" in plan.wants):
        measure = next((s.key for operand in plan.operands for s in operand.of("measure")), None)
        axis = next((s.axis for s in (*(s for operand in plan.operands for s in operand.subjects), *(s for one in plan.beside for s in one.subjects)) if s.axis not in ("measure", "label")), None)
        name = "document" if (measure or (plan.scope.phase and not plan.operands)) and plan.operation == "rank" and _of_budgets(plan, scanned) else _DIMENSION_OF_MEASURE.get(measure or "")
        if plan.conditions and name == "function_1" and plan.dimension == "any":
            name = "function_3"
        if axis == "government" and plan.operation == "list" and not name:
            name = "department"
        if axis == "function" and ("children" in plan.wants or plan.operation == "list") and not name:
            name = "function_3"
        if axis in ("function", "government", "department", "service", "procurement", "project") and not name:
            name = axis
        if name:
            base, _, depth = name.partition("_") if name.startswith("function") else (name, "", "")
            plan = replace(plan, dimension=base, depth=plan.depth or (int(depth) if depth else None))
    if plan.operation in ("reverse", "check"):
        money = next((m.value for m in scanned.all("quantity") if isinstance(m.value, Quantity) and (m.value.unit == "元" or "." in m.text)), None)
        money = money or next((Quantity(c.low, c.unit, "") for c in plan.conditions if c.comparator == "eq"), None)
        plan = replace(plan, value=Condition("eq", money.value, None, money.unit) if money and money.unit in ("元", "") else None)
    return plan


def _of_budgets(plan: Plan, scanned: Scanned) -> bool:
    """2025年哪个部门的三公经费最高: beside an amount and a place in an order, the rows are the budgets held, and not the items of one."""
    asked = [m.text for m in scanned.all("every")]
    one = len(plan.scope.departments) == 1 or scanned.all("dimension")
    return not one and any(text.startswith("哪") or (text.startswith(("各", "每")) and "ranking" in plan.wants) for text in asked)


def default_whole(operand: Operand) -> Operand:
    """What a share is of, where the question does not say: the measure's own parent, else all expenditure (or income)."""
    measure = next((s.key for s in operand.of("measure")), None)
    from qa.plan import Subject

    key = (measures().get(measure or "", {}).get("parent") if measure and not operand.subjects[1:] else None) or "expenditure_total"
    if key == "expenditure":
        key = "expenditure_total"
    if key in ("income", "income_fiscal"):
        key = "income_total"
    return Operand((Subject("measure", key, "", measures()[key]["name"]),), operand.scope, operand.fund, operand.stage)
