"""Lists of projects with their indicators, a row each (项目支出绩效表): rows repaired, then projects, indicators and facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.amounts import Amount, parse
from index.records import Fact, Indicator, Member, Project
from index.tables.codes import split, split_project
from index.tables.indicators import carried, heads, indicator
from index.tables.parts import Line, Sheet
from index.tables.repair import in_columns
from index.tables.words import bare, is_total, mend, pattern

MEASURES = {"amount": "project_amount", "fiscal": "project_fiscal", "other": "project_other"}


@dataclass(frozen=True, slots=True)
class Performance:
    """What a table of performance targets yields."""

    projects: tuple[Project, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    facts: tuple[Fact, ...] = ()


def roles_of(paths: Sequence[Sequence[str]]) -> dict[int, str]:
    """The role of each column: project, unit_name, code, amount, fiscal, other, goal, and those of indicators."""
    found = heads({i: path[-1] for i, path in enumerate(paths) if path})
    for column, path in enumerate(paths):
        words = [bare(word) for word in path]
        role = next((role for role in ("name", "goal", "fiscal", "other", "amount") if words and _is(role, words[-1])), None)
        if words and role is None and pattern("column", "code").fullmatch(words[-1]) and "项目" in words[-1]:
            role = "code"
        if words and role is None and words[-1].endswith(("单位名称", "预算单位", "单位", "部门名称")):
            role = "unit_name"
        role = {"name": "project"}.get(role or "", role)
        if role and column not in found and role not in found.values():
            found[column] = role
    return found


def _is(role: str, word: str) -> bool:
    return bool(pattern("project", role).fullmatch(word))


def repaired(sheet: Sheet) -> Sheet:
    """The sheet with every row of indicators in its columns."""
    roles = roles_of(sheet.paths)
    width = len(sheet.paths)
    return replace(sheet, lines=tuple(in_columns(line, roles, width) if line.role == "data" else line for line in sheet.lines))


def read(sheet: Sheet, row_ids: Sequence[str], unit: str, stage: str, fund: str | None, owner: str = "") -> Performance:
    """Projects, indicators and facts of a repaired list; `owner` is the project that the whole list belongs to."""
    roles = roles_of(sheet.paths)
    projects: list[Project] = []
    indicators: list[Indicator] = []
    facts: list[Fact] = []
    above: dict[str, str] = {}
    for id, line in zip(row_ids, sheet.body(), strict=True):
        fields = {role: text for column, role in roles.items() if (text := line.cell(column)) and text.strip()}
        if _is_total(line, fields):
            facts.extend(_facts(id, line, sheet, roles, None, unit, stage, fund))
            continue
        if _starts(fields, projects):
            projects.append(_project(id, fields, unit, above))
            facts.extend(_facts(id, line, sheet, roles, projects[-1], unit, stage, fund))
            above = {"unit_name": fields.get("unit_name", above.get("unit_name", ""))}
        elif "project" not in roles.values() and fields.get("activity"):
            facts.extend(_facts(id, line, sheet, roles, None, unit, stage, fund, mend(fields["activity"])))
        fields = carried(fields, above, tuple(roles.values()))
        above |= {role: fields[role] for role in ("level1", "level2", "activity") if fields.get(role)}
        if owner and not projects and not fields.get("activity"):
            fields = {**fields, "activity": owner}
        if found := indicator(id, fields, projects[-1].id if projects else None):
            indicators.append(found)
    return Performance(tuple(projects), tuple(indicators), tuple(facts))


def _is_total(line: Line, fields: Mapping[str, str]) -> bool:
    """Whether a row is the total: its first text says so, and it asks for nothing."""
    first = next((text for _, text in line.filled()), "")
    return is_total(first) and not fields.get("level3") and not fields.get("value")


def _starts(fields: Mapping[str, str], projects: Sequence[Project]) -> bool:
    """Whether a row begins a project: it names one other than the project before."""
    if not fields.get("project"):
        return False
    code, name = split_project(fields["project"])
    return not projects or (projects[-1].name, projects[-1].code if code else None) != (name, code)


def _project(id: str, fields: Mapping[str, str], unit: str, above: Mapping[str, str]) -> Project:
    code, name = split_project(fields["project"])
    owner = fields.get("unit_name") or above.get("unit_name") or ""
    return Project(
        id=id,
        code=code or (mend(fields["code"]) if fields.get("code") else None),
        name=name,
        unit_name=split(owner)[1] or None,
        amount=_fen(fields.get("amount"), unit),
        fiscal=_fen(fields.get("fiscal"), unit),
        other=_fen(fields.get("other"), unit),
        goal=mend(fields.get("goal", "")),
    )


def _fen(text: str | None, unit: str) -> int | None:
    amount: Amount | None = parse(text, unit) if text and unit else None
    return amount.fen if amount else None


def _facts(
    id: str,
    line: Line,
    sheet: Sheet,
    roles: Mapping[int, str],
    project: Project | None,
    unit: str,
    stage: str,
    fund: str | None,
    task: str | None = None,
) -> list[Fact]:
    """A fact for each amount cell of the row that names a project or a task of the whole department; a total row names neither."""
    members = (Member("project", project.code, project.name),) if project else (Member("item", None, task),) if task else ()
    names = sheet.names()
    found = []
    for column, role in sorted(roles.items()):
        text, index = line.cell(column), line.index(column)
        amount = parse(text, unit or "元") if role in MEASURES and text is not None else None
        if amount is None or index is None:
            continue
        found.append(
            Fact(
                id=f"{id}-c{index:02d}",
                row_id=id,
                column=index,
                block=0,
                label=project.name if project else task or "合计",
                column_label=names[column],
                measure=None if task else MEASURES[role],
                fund="fiscal" if role == "fiscal" else fund,
                stage=stage,
                side="expenditure",
                level="leaf" if members else "total",
                depth=1 if members else 0,
                members=members,
                unit_name=project.unit_name if project else None,
                project_id=project.id if project else None,
                printed=(text or "").strip(),
                unit=amount.unit if unit else "",
                amount=amount.fen if unit else None,
            )
        )
    return found
