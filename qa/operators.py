"""Which operation a clause asks for: one test an operation, in order of precedence."""

from __future__ import annotations

import re

from qa.numerals import Quantity, small_number
from qa.plan import Plan
from qa.scan import Scanned
from qa.scope import Spoken

_TERM = re.compile(r"(指的?是?什么|是什么意思|什么意思|什么含义|啥意思|啥含义|啥意义|几个意思|怎么解释|如何解释|怎么定义|的?定义|的?含义|的?解释|包括什么|包括哪些内容|是怎么说的|口径是什么|指的是啥|(?:指的?是?|是指|指的是)(?:哪些人?|哪类人?|哪种|哪几类人?|什么人|谁|何人|哪些群体|什么群体|哪些对象|什么样的人?|哪些单位|哪些情况|哪些费用|哪些支出|哪些内容|哪些方面|哪几类)|(?<!\d)(?<!科目)(?<![的里最大小多少])是什么)[??]?$|what (?:is|are) meant|definition of|meaning of|(?:^|[\u4e00-\u9fff,])(?:什么叫|啥叫|何谓|何为|什么是)(?!什么)|(?:怎么|如何|怎样|咋)(?:定义|解释|界定|理解)|名词解释")
"""Questions that ask for a term's explanation."""


_BUYS = re.compile(r"(?:采购|买|购置|购买|购)了?(?:些|的是|的)?(?:什么|啥|哪些|哪几)")
_DISTRIBUTIVE = re.compile(r"^(各|分别|各自)")


def _counts_operands(plan: Plan, scanned: Scanned) -> bool:
    """办公费、差旅费、福利费三项: as many as are named, taken together."""
    numbers = {small_number(m.value["n"]) for m in scanned.all("counted") if m.value.get("n")}
    return len(plan.operands) > 1 and len(plan.operands) in numbers and not any(m.value == "list" for m in scanned.all("operator"))


def _members(plan: Plan) -> bool:
    return any(s.axis not in ("measure", "label") for operand in plan.operands for s in operand.subjects)


def _axes(plan: Plan) -> set[str]:
    return {s.axis for operand in plan.operands for s in operand.subjects if s.key not in ("绩效目标", "目标")}


_PURPOSE = re.compile(r"(?:是|拿来|用来|用于|用在|花在|做|为)?(?:干什么|干嘛|干啥|做什么|做啥|什么用|哪里|哪儿|哪方面|什么钱|什么地方)|什么用途|用途是")
"""386.24万元是干什么的: an amount of which the question is what it is for."""


def _is_reverse(plan: Plan, operations, scanned: Scanned, spoken: Spoken) -> bool:
    codes = [m for m in scanned.mentions if (m.kind == "code" or (m.kind in ("subject", "name") and re.fullmatch(r"\d{3,7}|[abc]", m.text)))]
    asks_name = "reverse" in operations or re.search(r"(是|叫|指|代表|对应)(什么|哪个|啥|哪一)|什么(科目|意思|支出|名称)|哪个科目|what is \d", scanned.text)
    exact = [c for c in plan.conditions if c.comparator == "eq" and c.unit == "元"]
    if exact and len(exact) == len(plan.conditions) and re.search(r"哪(一)?(项|个|笔|条)|什么|which|what", scanned.text):
        return True
    if not codes and not plan.operands and not plan.conditions and _PURPOSE.search(scanned.text) and any(isinstance(m.value, Quantity) and m.value.unit == "元" for m in scanned.all("quantity")):
        return True
    if codes and asks_name and not plan.conditions and len(plan.operands) <= 1:
        return True
    money = [m for m in scanned.all("quantity") if isinstance(m.value, Quantity) and (m.value.unit == "元" or ("." in m.text and m.value.unit == ""))]
    return bool(money) and bool(plan.dimension or re.search(r"哪|什么|which|what", scanned.text)) and not plan.conditions and bool(asks_name or re.search(r"哪|which", scanned.text)) and "check" not in operations


def _is_rank(plan: Plan, operations, scanned, spoken) -> bool:
    if plan.beside:
        return True
    if scanned.all("detail"):
        return False  # 单个项目最高多少: a limit that an indicator sets
    return bool(scanned.all("rank")) or ({"rank", "rank_least"} & set(operations) and "share" not in operations and not scanned.all("condition"))


def _is_list(plan: Plan, operations, scanned, spoken) -> bool:
    if plan.conditions:
        return "count" not in operations and not ("sum" in operations and "list" not in operations)
    if (
        _across(plan)
        and plan.dimension in ("project", "service", "procurement")
        and "sum" not in operations
        and ("number" not in plan.wants or re.search(r"哪|什么|which|what", scanned.text))
    ):
        return True
    if _BUYS.search(scanned.text) and len(plan.operands) == 1 and any(s.axis == "procurement" or s.key == "procurement" for s in plan.operands[0].subjects) and plan.operands[0].of("project"):
        return True
    words = [m.text for m in scanned.all("operator") if m.value == "list"]
    if "describe" in operations and plan.dimension in (None, "any"):
        return False
    if any(m.text.startswith("哪") for m in scanned.all("dimension")) and len(plan.operands) == 1 and "children" in plan.wants:
        return True
    if scanned.all("counted") and any(_DISTRIBUTIVE.search(word) for word in words) and len(plan.operands) == 1 and _members(plan):
        return True
    if words and plan.dimension == "project" and plan.operands and all(_is_source(o) for o in plan.operands):
        return True
    if not words or len(plan.operands) > 1 or (all(_DISTRIBUTIVE.search(word) for word in words) and plan.dimension is None):
        return False
    return plan.dimension not in (None, "document", "any", "year") or "children" in plan.wants or any(o.subjects for o in plan.operands)


def _is_source(operand) -> bool:
    """A source of money and nothing else: 一般公共预算, 事业收入, 上年结转."""
    return bool(operand.fund and not operand.subjects) or (bool(operand.subjects) and all(s.key.startswith(("income_", "carryover")) or s.axis == "item" for s in operand.subjects))


def _is_count(plan: Plan, operations, scanned, spoken) -> bool:
    counted = plan.dimension not in (None, "document") or bool(plan.conditions) or any(o.table for o in plan.operands) or _is_listed(plan)
    return "count" in operations and counted and not scanned.unexplained


def _is_listed(plan: Plan) -> bool:
    """What tables list a row each and nothing else: 有几项采购, 专项资金一共几个."""
    return len(plan.operands) == 1 and bool(plan.operands[0].subjects) and all(s.axis == "measure" and s.key in _LISTED for s in plan.operands[0].subjects)


_LISTED = ("project", "project_amount", "procurement", "purchased_service")


def _is_change(plan: Plan, operations, scanned, spoken) -> bool:
    many_years = len(spoken.scope.years) > 1 or spoken.base_year or spoken.relative not in (None, 0) or spoken.all_years or spoken.last_years
    compares = bool({"change", "difference", "compare"} & set(operations)) or "percent" in plan.wants or "trend" in plan.wants
    return bool(many_years) and compares and len(plan.operands) <= 1 and not spoken.many_departments


_ROWS = ("project", "service", "procurement", "function", "department")


def _across(plan: Plan) -> bool:
    """用安全监管科目安排的项目: rows of one dimension, narrowed by members of others."""
    axes = {s.axis for operand in plan.operands for s in operand.subjects} - {"measure", "label"}
    return len(plan.operands) == 1 and bool(axes) and axes <= FILTERING and plan.dimension not in axes


def _of_unit(plan: Plan) -> bool:
    """泾惠渠灌溉中心的收入合计: the amount of one unit, and no sum of rows."""
    return any(operand.of("unit") and operand.of("measure") for operand in plan.operands)


def over_rows(plan: Plan) -> bool:
    """The sum is of the rows of a described set, and not of amounts that are named one by one."""
    return plan.dimension in _ROWS and len(plan.operands) <= 1 and (bool(plan.conditions or plan.excluded) or _across(plan))


FILTERING = {"function", "government", "department", "field", "region", "procurement", "service", "unit", "attribute"}
"""Axes whose members narrow the rows of another dimension."""
YEARLY = re.compile(r"年均|平均每年|每年平均|年平均|平均一年|一年平均|(?<![去前今明])年(?:的|来|里|来的)?平均|逐年平均|年度平均|复合增长")
_GROWTH = re.compile(r"增|涨|升|降|减|跌|速|变化")
"""Beside them: the growth a year, and not the mean."""
CONTRAST = re.compile(
    r"(?:比|较|跟|和|与|同)(?:上一?年度?|去年|前一年|(?:19|20)\d\d年?)[^,，。]{0,8}?(?:[减降少低增涨升多高]|持平|一样|相同|不变)|同比|(?:新增|新出现|新设)了?(?:哪|的|几)|比上年|(?:上年|去年)没有"
    r"|(?:完成|执行)了?(?:全年|年初|调整后?)?预算|完成率|执行率|决算数?(?:跟|和|与|同|比|大于|超过|超出|超|突破|小于|低于|高于|等于|少于|多于|不及|未达到?|没有?达到)了?(?:了)?(?:其|自己的?)?(?:全年|年初|调整后?的?)?预算|超预算|超支|(?:没有?|未)(?:能)?(?:花|用|执行|完成)[完了掉]?|(?:花|用)(?:完|光)了?"
    r"|(?:比|较)(?:19|20)\d\d年?(?:相比)?(?:多|少|增|减|新|取消)|相比(?:19|20)\d\d年?(?:多|少|增|减|新|取消)"
)
"""Rows are held against what they were in another column or year."""
_WHICH = re.compile(r"哪|几个|几项|几款|几类|多少个|多少项|都有什么|which")


def contrasts(dimension: str | None, text: str) -> bool:
    """哪些科目比上年减少了: rows are asked for by what became of them."""
    return (dimension == "function" or (dimension is None and "哪个科目" in text)) and bool(CONTRAST.search(text)) and bool(_WHICH.search(text))


_OPERATIONS = (
    ("rank", lambda p, o, s, _: "contrast" in p.wants and bool(s.all("rank"))),
    ("list", lambda p, o, s, _: "contrast" in p.wants),
    ("change", lambda p, o, s, _: "yearly" in p.wants and bool(_GROWTH.search(s.text)) and len(p.operands) == 1),
    ("average", lambda p, o, s, _: "yearly" in p.wants and len(p.operands) == 1),
    ("difference", lambda p, o, s, _: "untargeted" in p.wants),
    ("describe", lambda p, o, s, _: "reason" in p.wants and not p.operands),
    ("describe", lambda p, o, s, _: bool(_TERM.search(s.text)) and len(p.operands) == 1 and not p.conditions and not s.all("code") and not s.all("rank")),
    ("check", lambda p, o, s, _: "check" in o),
    ("check", lambda p, o, s, _: bool(re.search(r"吗[??]?$", s.text)) and any(getattr(m.value, "unit", "") == "元" for m in s.all("quantity")) and bool(p.operands)),
    ("change", _is_change),
    ("share", lambda p, o, s, _: "share" in o and not s.all("rank") and not p.conditions),
    ("ratio", lambda p, o, s, _: "ratio" in o and (bool(p.operands) or not p.words)),
    ("reverse", _is_reverse),
    ("rank", _is_rank),
    ("count", _is_count),
    ("average", lambda p, o, s, _: "average" in o),
    ("change", lambda p, o, s, _: "change" in o and len(p.operands) <= 1),
    ("difference", lambda p, o, s, sp: ("difference" in o or "compare" in o or any(m.text == "比" for m in s.all("join"))) and (len(p.operands) > 1 or sp.many_departments or bool(sp.levels) or not p.operands)),
    ("indicator", lambda p, o, s, _: "indicator" in _axes(p) or p.dimension == "indicator"),
    ("sum", lambda p, o, s, sp: ("sum" in o or _counts_operands(p, s)) and "count" not in o and (len(p.operands) > 1 or ("children" in p.wants and not _of_unit(p)) or sp.many_departments or len(sp.scope.years) > 1 or sp.last_years or sp.all_years)),
    ("list", _is_list),
    ("describe", lambda p, o, s, _: "describe" in o),
    ("sum", lambda p, o, s, _: "sum" in o and not {"list", "count"} & set(o) and bool(p.conditions) and len(p.operands) == 1),
    ("sum", lambda p, o, s, _: "sum" in o and "count" not in o and p.dimension in _ROWS and (not _members(p) or over_rows(p))),
    ("lookup", lambda p, o, s, _: bool(p.operands)),
    ("describe", lambda p, o, s, _: bool(p.words)),
)
"""Operations in order of precedence, with the test of each."""
