"""The database: tables, views, full-text indexes. One string a table, in dependency order; ids are natural and ASCII.

Amounts are INTEGER fen (分), NULL where the cell is blank; the text as printed stands beside every amount.
"""

SCHEMA_VERSION = 2
"""Raised with every change of a table; a database of another version is rebuilt, never read."""

TABLES = {
    "document": """CREATE TABLE document (
        id TEXT PRIMARY KEY, file TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL, title TEXT NOT NULL,
        department TEXT, unit TEXT, scope TEXT, region TEXT, year INTEGER, phase TEXT, publisher TEXT,
        pages INTEGER, lines INTEGER, cells INTEGER NOT NULL, notes TEXT NOT NULL DEFAULT '[]')""",
    "source_table": """CREATE TABLE source_table (
        id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id), ordinal INTEGER NOT NULL,
        number TEXT, title TEXT NOT NULL, type TEXT, unit TEXT, fund TEXT, year INTEGER,
        columns TEXT NOT NULL, location TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', note_location TEXT, is_empty INTEGER NOT NULL)""",
    "source_row": """CREATE TABLE source_row (
        id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id), table_id TEXT NOT NULL REFERENCES source_table(id),
        ordinal INTEGER NOT NULL, role TEXT NOT NULL, cells TEXT NOT NULL, labels TEXT NOT NULL, [values] TEXT NOT NULL,
        location TEXT NOT NULL, text TEXT NOT NULL)""",
    "fact": """CREATE TABLE fact (
        id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id), table_id TEXT NOT NULL REFERENCES source_table(id),
        row_id TEXT NOT NULL REFERENCES source_row(id), [column] INTEGER NOT NULL, block INTEGER NOT NULL,
        label TEXT NOT NULL, column_label TEXT NOT NULL, measure TEXT, fund TEXT, stage TEXT NOT NULL, side TEXT,
        level TEXT NOT NULL, depth INTEGER NOT NULL,
        function_code TEXT, function_name TEXT, government_code TEXT, government_name TEXT, department_code TEXT, department_name TEXT,
        item TEXT, unit_name TEXT, project_id TEXT, printed TEXT NOT NULL, unit TEXT NOT NULL, amount INTEGER)""",
    # The key's columns come first: integrity_check of SQLite 3.40 reads the others of a WITHOUT ROWID table at the wrong place otherwise.
    "fact_member": """CREATE TABLE fact_member (
        fact_id TEXT NOT NULL REFERENCES fact(id), dimension TEXT NOT NULL, name TEXT NOT NULL, document_id TEXT NOT NULL, code TEXT,
        PRIMARY KEY (fact_id, dimension, name)) WITHOUT ROWID""",
    "project": """CREATE TABLE project (
        id TEXT PRIMARY KEY REFERENCES source_row(id), document_id TEXT NOT NULL REFERENCES document(id), table_id TEXT NOT NULL,
        code TEXT, name TEXT NOT NULL, unit_name TEXT, amount INTEGER, fiscal INTEGER, other INTEGER, goal TEXT NOT NULL,
        attributes TEXT NOT NULL, location TEXT NOT NULL)""",
    "indicator": """CREATE TABLE indicator (
        id TEXT PRIMARY KEY REFERENCES source_row(id), document_id TEXT NOT NULL REFERENCES document(id), table_id TEXT NOT NULL,
        project_id TEXT REFERENCES project(id), level1 TEXT NOT NULL, level2 TEXT NOT NULL, name TEXT NOT NULL,
        comparator TEXT, value TEXT NOT NULL, number TEXT, unit TEXT NOT NULL, location TEXT NOT NULL)""",
    "department_indicator": """CREATE TABLE department_indicator (
        id TEXT PRIMARY KEY REFERENCES source_row(id), document_id TEXT NOT NULL REFERENCES document(id), table_id TEXT NOT NULL,
        activity TEXT NOT NULL, level1 TEXT NOT NULL, level2 TEXT NOT NULL, name TEXT NOT NULL,
        comparator TEXT, value TEXT NOT NULL, number TEXT, unit TEXT NOT NULL, location TEXT NOT NULL)""",
    "text_line": """CREATE TABLE text_line (
        id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id), ordinal INTEGER NOT NULL,
        style TEXT NOT NULL, text TEXT NOT NULL, location TEXT NOT NULL)""",
    "passage": """CREATE TABLE passage (
        id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id), kind TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL,
        row_id TEXT, project_id TEXT, location TEXT NOT NULL, also TEXT NOT NULL DEFAULT '[]', content_hash TEXT NOT NULL)""",
    "statement": """CREATE TABLE statement (
        id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id), passage_id TEXT NOT NULL REFERENCES passage(id),
        subject TEXT NOT NULL, measure TEXT, member TEXT, role TEXT NOT NULL, direction TEXT, base TEXT, year INTEGER, stage TEXT NOT NULL,
        printed TEXT NOT NULL, number TEXT NOT NULL, unit TEXT NOT NULL, amount INTEGER, sentence TEXT NOT NULL, location TEXT NOT NULL)""",
    "check_result": """CREATE TABLE check_result (
        id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id), [check] TEXT NOT NULL, description TEXT NOT NULL, verdict TEXT NOT NULL,
        left_label TEXT NOT NULL, [left] TEXT NOT NULL, left_ref TEXT NOT NULL, right_label TEXT NOT NULL, [right] TEXT NOT NULL,
        right_refs TEXT NOT NULL, difference INTEGER, message TEXT NOT NULL)""",
    "build": "CREATE TABLE build (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "vector": """CREATE TABLE vector (
        passage_id TEXT PRIMARY KEY REFERENCES passage(id), scale REAL NOT NULL, data BLOB NOT NULL)""",
}

# What a question reads of every budget in its scope, the names that it prints, is read from indexes alone.
INDEXES = (
    "CREATE INDEX fact_by_document ON fact(document_id, measure, level, fund, label)",
    "CREATE INDEX fact_by_row ON fact(row_id)",
    "CREATE INDEX fact_by_table ON fact(table_id)",
    "CREATE INDEX member_by_name ON fact_member(name, document_id)",
    "CREATE INDEX member_by_document ON fact_member(document_id, dimension, code, name)",
    "CREATE INDEX row_by_table ON source_row(table_id, ordinal)",
    "CREATE INDEX row_by_document ON source_row(document_id, table_id, ordinal)",
    "CREATE INDEX table_by_document ON source_table(document_id, ordinal)",
    "CREATE INDEX document_by_scope ON document(department, year)",
    "CREATE INDEX project_by_document ON project(document_id)",
    "CREATE INDEX indicator_by_document ON indicator(document_id, project_id)",
    "CREATE INDEX activity_by_document ON department_indicator(document_id)",
    "CREATE INDEX text_by_document ON text_line(document_id, ordinal)",
    "CREATE INDEX passage_by_document ON passage(document_id)",
    "CREATE INDEX passage_by_project ON passage(project_id) WHERE project_id IS NOT NULL",
    "CREATE INDEX statement_by_document ON statement(document_id, measure)",
    "CREATE INDEX statement_by_passage ON statement(passage_id)",
    "CREATE INDEX check_by_document ON check_result(document_id, verdict)",
)
