"""Views over the tables: what a person browses and what compares documents at a glance."""

FUND_RANK = "CASE f.fund WHEN 'all' THEN 0 WHEN 'fiscal' THEN 2 WHEN 'general' THEN 3 ELSE 1 END"
"""Whose money a table covers: everything before one source; a table that does not say stands between."""

SUMMARY = {
    "income_total": ("income_total", "income"),
    "expenditure_total": ("expenditure_total", "expenditure"),
    "basic": ("basic",),
    "project": ("project",),
    "three_public_total": ("three_public",),
    "abroad": ("abroad",),
    "reception": ("reception",),
    "vehicles": ("vehicles",),
}
"""Column -> measures that serve, best first."""

STAGE = "CASE d.phase WHEN '决算' THEN 'final' WHEN '调整预算' THEN 'adjusted' ELSE 'budget' END"


def yuan(column: str, measures: tuple[str, ...]) -> str:
    """SQL of one summary column: the printed total of the widest table, else the only unit's row, else what the prose states; 元, NULL where unsaid."""
    names = ", ".join(f"'{measure}'" for measure in measures)
    preference = "CASE f.measure " + " ".join(f"WHEN '{measure}' THEN {rank}" for rank, measure in enumerate(measures)) + " END"
    printed = (
        f"SELECT f.amount FROM fact f JOIN source_table t ON t.id = f.table_id JOIN source_row r ON r.id = f.row_id "
        f"WHERE f.document_id = d.id AND f.measure IN ({names}) AND f.stage = {STAGE} AND f.amount IS NOT NULL AND f.project_id IS NULL "
        f"AND coalesce(f.fund, '') NOT IN ('government_fund', 'state_capital', 'own') AND f.level = 'total' "
        f"ORDER BY {FUND_RANK}, {preference}, t.ordinal, r.ordinal, f.[column] LIMIT 1"
    )
    stated = (
        f"SELECT f.amount FROM statement f WHERE f.document_id = d.id AND f.measure IN ({names}) AND f.role = 'amount' AND f.member IS NULL "
        f"AND f.amount IS NOT NULL AND f.stage = {STAGE} AND coalesce(f.year, d.year) = d.year ORDER BY {preference}, f.id LIMIT 1"
    )
    return f"coalesce(({printed}), ({stated})) AS {column}_fen"


def summary() -> str:
    """The view `document_summary`."""
    inner = ",\n    ".join(yuan(column, measures) for column, measures in SUMMARY.items())
    # Whole yuan stay integers; fen to yuan as REAL is exact to the printed digit below 90 trillion 元.
    outer = ",\n  ".join(f"CASE WHEN {column}_fen % 100 = 0 THEN {column}_fen / 100 ELSE {column}_fen / 100.0 END AS {column}" for column in SUMMARY)
    return (
        "CREATE VIEW document_summary AS SELECT id, file, department, year, phase, scope,\n  "
        f"{outer}\nFROM (SELECT d.id, d.file, d.department, d.year, d.phase, d.scope,\n    {inner}\n  FROM document d)"
    )


VIEWS = {"document_summary": summary()}
