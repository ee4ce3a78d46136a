"""From a form to its project or its department's overall targets: Project, Indicators and Facts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.amounts import parse
from index.records import Fact, Indicator, Member, Project
from index.tables.codes import split, split_project
from index.tables.columns import stage_of
from index.tables.form_cells import Entry
from index.tables.forms import Form
from index.tables.indicators import carried, indicator
from index.tables.lists import Performance
from index.tables.words import bare, is_total, mend, pattern, section, squeeze

_ANNUAL = {"fiscal": "project_annual_fiscal", "carryover": "project_annual_carryover", "other": "project_annual_other"}
_WHOLE = {"fiscal": "project_fiscal", "other": "project_other"}
_FIELDS_OF_PROJECT = re.compile("单位|部门")


def read(form: Form, row_ids: Sequence[str], unit: str, stage: str, overall: bool, owner: str = "") -> Performance:
    """What a form yields; `unit` serves where it prints none beside its money, `owner` names its project where no row does."""
    unit = form.unit or unit
    project = None if overall else _project(form, row_ids, unit)
    facts = [_fact(entry, row_ids[entry.row], project, unit, stage, overall) for entry in form.entries if entry.amount]
    return Performance((project,) if project else (), tuple(_indicators(form, row_ids, project, owner)), tuple(fact for fact in facts if fact))


def _indicators(form: Form, row_ids: Sequence[str], project: Project | None, owner: str) -> list[Indicator]:
    found: list[Indicator] = []
    above: dict[str, str] = {}
    for row in form.indicators:
        fields = carried(dict(row.fields), above, ("level1", "level2", "activity"))
        above = {role: fields.get(role, "") for role in ("level1", "level2", "activity")}
        fields["activity"] = fields.get("activity") or owner
        if (fields.get("level3") or fields.get("value")) and (one := indicator(row_ids[row.row], fields, project.id if project else None)):
            found.append(one)
    return found


def _project(form: Form, row_ids: Sequence[str], unit: str) -> Project | None:
    named = next((entry for entry in form.entries if pattern("project", "name").fullmatch(bare(entry.key))), None)
    if named is None and not form.named:
        return None
    code, name = split_project(named.text if named else form.named)
    owner = next((entry.text for entry in form.entries if re.fullmatch("(?:实施|项目|预算|填报|申报)单位(?:名称)?", bare(entry.key))), None)
    owner = owner or next((entry.text for entry in form.entries if re.fullmatch("主管部门.*|.*单位", bare(entry.key))), None)
    amounts: dict[str, Entry] = {}
    for entry in form.entries:
        if entry.amount and (measure := measure_of(entry.key, False)):
            amounts.setdefault(measure, entry)
    whole = amounts.get("project_amount") or amounts.get("project_annual")
    fiscal = amounts.get("project_fiscal") or amounts.get("project_annual_fiscal")
    other = amounts.get("project_other") or amounts.get("project_annual_other")
    goals = [entry for entry in form.entries if pattern("project", "goal").fullmatch(bare(entry.key)) and not entry.amount]
    used = {*([named.key] if named else ()), *(entry.key for entry in goals)}
    attributes = {entry.key: entry.text for entry in form.entries if entry.key not in used and not entry.amount}
    return Project(
        id=row_ids[named.row if named else 0],
        code=code,
        name=name,
        unit_name=split(owner)[1] if owner else None,
        amount=_fen(whole, unit),
        fiscal=_fen(fiscal, unit),
        other=_fen(other, unit),
        goal="\n".join(dict.fromkeys(entry.text for entry in goals)),
        attributes=attributes,
    )


def _fen(entry: Entry | None, unit: str) -> int | None:
    amount = parse(entry.text, unit) if entry and unit else None
    return amount.fen if amount else None


def measure_of(key: str, overall: bool) -> str | None:
    """The measure that a form's key names; parts belong to the total that stands before them in the key."""
    parts = [bare(part) for part in key.split(" / ")]
    if overall:
        path = re.sub(
            "^(?:年度预算申请/)?(?:按(?:收入|支出|资金)(?:性质|来源|用途)?分/)?(?=.)",
            "",
            "/".join(parts[1:] if is_total(parts[0]) and len(parts) > 2 else parts),
        )
        return next((measure for measure, words in section("overall").items() if re.fullmatch(words, path)), None)
    if len(parts) > 1 and (pattern("transparent", "words").fullmatch(parts[-1]) or stage_of((parts[-1],), None)):
        parts = parts[:-1]  # 全年预算数 says at which stage, the part before it what is counted
    last = parts[-1]
    if len(parts) == 1 and stage_of((last,), None) and pattern("transparent", "words").fullmatch(last):
        return "project_amount"  # 全年执行数 beside no name of its own
    annual = any(pattern("project", "annual").fullmatch(part) for part in parts)
    if pattern("project", "annual").fullmatch(last):
        return "project_annual"
    role = next((role for role in ("carryover", "fiscal", "other") if pattern("project", role).fullmatch(last)), None)
    if role is None:
        return "project_amount" if pattern("project", "amount").fullmatch(last) else None
    return (_ANNUAL if annual else _WHOLE).get(role)


def _fact(entry: Entry, row_id: str, project: Project | None, unit: str, stage: str, overall: bool) -> Fact | None:
    amount = parse(entry.text, unit or "元")
    if amount is None or not _is_money(entry.key):
        return None
    measure = measure_of(entry.key, overall)
    member = (Member("project", project.code, project.name),) if project else ()
    plain = squeeze(entry.key)
    fiscal = "财政拨款" in plain or "财政资金" in plain
    return Fact(
        id=f"{row_id}-c{entry.index:02d}",
        row_id=row_id,
        column=entry.index,
        block=0,
        label=project.name if project else mend(entry.key.split(" / ")[-1]),
        column_label=entry.key,
        measure=measure,
        fund="fiscal" if fiscal else "all" if overall and measure == "expenditure" else None,
        stage=stage_of(entry.key.split(" / ")[-1:], None) or stage,
        side="expenditure",
        level="leaf" if project or _is_part(entry) else "total",
        depth=1 if project or _is_part(entry) else 0,
        members=member,
        unit_name=project.unit_name if project else None,
        project_id=project.id if project else None,
        printed=entry.text,
        unit=amount.unit if unit else "",
        amount=amount.fen if unit else None,
    )


def _is_part(entry: Entry) -> bool:
    """Whether a small table's amount is that of one named row and not of all."""
    parts = entry.key.split(" / ")
    return len(parts) > 2 and not is_total(parts[0])


def _is_money(key: str) -> bool:
    return bool(re.search("资金|拨款|总额|金额|支出|预算|执行数|经费|收入|合计", squeeze(key))) and not re.search("率|分值|得分", squeeze(key))
