"""Narratives, goals, indicators, terms and notes to passages: whole sentences with heading, place and the row that they belong to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from index.knowledge import read_toml
from index.paragraphs import Paragraph, merge, paragraphs
from index.records import Document, Indicator, Passage, Place, Project, SourceRow, SourceTable
from index.sentences import ends_sentence, mend_blanks, pieces

TARGET, WHOLE, TERM, BRIEF, REASON = 260, 320, 700, 50, 80
"""Characters: of a piece of a long paragraph, of a paragraph or list that stays whole, of a term's entry that stays whole, of a brief item, of a reason
that stands in a paragraph of its own."""
_PROSE = re.compile(r"[。；，]")
_DIGIT = re.compile(r"\d")


def split(document: Document) -> tuple[Passage, ...]:
    """The passages of a document in printed order; what is printed twice is kept once, with both places."""
    found = [*_narrative(document), *_rows(document), *_notes(document)]
    return tuple(replace(passage, id=f"{document.id}-p{number:04d}") for number, passage in enumerate(_fold(found), start=1))


@cache
def _expression(name: str) -> re.Pattern[str]:
    return re.compile(read_toml("narrative.toml")[name])


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _fold(passages: Iterable[Passage]) -> list[Passage]:
    """Equal passages as one; short ones count as equal only under the same heading."""
    kept: dict[tuple[str, ...], Passage] = {}
    for passage in passages:
        text = _squeeze(passage.text)
        heading_matters = passage.kind in ("indicator", "note") or len(text) < 40
        key = ("indicator" if passage.kind == "indicator" else "", text, _squeeze(passage.heading) if heading_matters else "")
        first = kept.setdefault(key, passage)
        if first is not passage:
            also = first.also if passage.place in (first.place, *first.also) else (*first.also, passage.place)
            kept[key] = replace(first, also=also, row_id=first.row_id or passage.row_id, project_id=first.project_id or passage.project_id)
    return list(kept.values())


def _narrative(document: Document) -> Iterator[Passage]:
    """Running text: paragraphs, lists with their lead-in, entries of the list of terms, notes."""
    for paragraph in _short_items([*_with_reasons(_with_lists([*paragraphs(document.texts, document.source.format)]))]):
        kind = _kind(paragraph)
        if kind == "narrative" and not paragraph.headings and not ends_sentence(paragraph.text) and paragraph.depth is None:
            continue  # lines of the cover
        whole = TERM if kind == "term" else WHOLE
        for start, end in pieces(paragraph.text, TARGET, whole):
            text = paragraph.text[start:end].strip()
            if text:
                yield Passage("", kind, " / ".join(paragraph.headings), text, paragraph.place(start, end))


def _kind(paragraph: Paragraph) -> str:
    if _expression("note").match(paragraph.text):
        return "note"
    under_terms = any(_expression("term_heading").search(heading) for heading in paragraph.headings)
    return "term" if under_terms and _expression("term_entry").match(paragraph.text) else "narrative"


def _with_lists(found: list[Paragraph]) -> Iterator[Paragraph]:
    """A lead-in (…包括：) is put before its list where the whole fits one passage, and a bare one before the first item."""
    position = 0
    while position < len(found):
        paragraph = found[position]
        position += 1
        if paragraph.text[-1] in "：:" and not _expression("note").match(paragraph.text):
            items = _items(paragraph, found[position:])
            size = len(paragraph.text) + sum(len(item.text) for item in items)
            taken = len(items) if size <= WHOLE else min(1, len(items)) if len(paragraph.text) <= 20 else 0
            paragraph = _concatenate([paragraph, *items[:taken]])
            position += taken
        yield paragraph


def _with_reasons(found: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """A short paragraph that gives the reason of a change and no figure joins the paragraph before it, which says the change."""
    held: Paragraph | None = None
    for paragraph in found:
        reason = "主要原因" in paragraph.text and len(paragraph.text) <= REASON and not _DIGIT.search(paragraph.text)
        if held is not None and reason and paragraph.headings == held.headings and len(held.text) + len(paragraph.text) <= WHOLE:
            held = _concatenate([held, paragraph])
            continue
        if held is not None:
            yield held
        held = paragraph
    if held is not None:
        yield held


def _short_items(found: list[Paragraph]) -> Iterator[Paragraph]:
    """Neighbouring items of one list that are a few words each, as one paragraph."""
    held: list[Paragraph] = []
    for paragraph in found:
        brief = paragraph.depth is not None and len(paragraph.text) < BRIEF and paragraph.text[-1] not in "：:"
        fits = held and paragraph.depth == held[0].depth and paragraph.headings == held[0].headings
        if held and not (brief and fits and sum(len(part.text) for part in held) + len(paragraph.text) <= TARGET):
            yield _concatenate(held)
            held = []
        if brief and not any(_expression("term_heading").search(heading) for heading in paragraph.headings):
            held.append(paragraph)
        else:
            yield paragraph
    if held:
        yield _concatenate(held)


def _items(lead: Paragraph, following: list[Paragraph]) -> list[Paragraph]:
    """The numbered paragraphs of one style, deeper than the lead-in's own, that follow it under the same headings."""
    items: list[Paragraph] = []
    for paragraph in following:
        style = items[0].depth if items else paragraph.depth
        if paragraph.headings != lead.headings or style is None or paragraph.depth != style or (lead.depth is not None and style <= lead.depth):
            break
        items.append(paragraph)
    return items


def _concatenate(parts: list[Paragraph]) -> Paragraph:
    text, starts = "", []
    for part in parts:
        starts += [(len(text) + offset, place) for offset, place in part.starts]
        text += part.text
    return replace(parts[0], text=text, starts=tuple(starts))


def _rows(document: Document) -> Iterator[Passage]:
    """Goals and indicators, and prose that stands in any other cell, in the order of their rows."""
    projects = {project.id: project for project in document.projects}
    indicators: dict[str, list[Indicator]] = {}
    for indicator in document.indicators:
        indicators.setdefault(indicator.id, []).append(indicator)
    goals = frozenset(_squeeze(project.goal) for project in document.projects)
    for table in document.tables:
        printed = [_squeeze("".join(cell or "" for cell in row.cells)) for row in table.rows] if goals else []
        for number, row in enumerate(table.rows):
            covered: list[str] = []
            if row.id in projects:
                covered.append(_squeeze(projects[row.id].goal))
                yield from _goal(projects[row.id], table.rows[number:], printed[number:])
            for indicator in indicators.get(row.id, ()):
                covered += [_squeeze(indicator.name), _squeeze(indicator.value)]
                yield _indicator(indicator, projects, row)
            yield from _prose_cells(table, row, [text for text in covered if text], goals)


def _goal(project: Project, rows: Sequence[SourceRow], printed: Sequence[str]) -> Iterator[Passage]:
    """The goal's sentences, each with the row that prints it: in a form it stands below the project's first row, which `rows` begins with."""
    text = mend_blanks(project.goal)
    for start, end in pieces(text, TARGET, WHOLE):
        piece = text[start:end].strip()
        if piece:
            wanted = _squeeze(piece)
            row = next((row for row, cells in zip(rows, printed, strict=True) if wanted in cells), rows[0])
            yield Passage("", "goal", f"{project.name} / 绩效目标", piece, row.place, project.id, project.id)


def _indicator(indicator: Indicator, projects: dict[str, Project], row: SourceRow) -> Passage:
    """The indicator's name as printed, under its project, levels and target."""
    project = projects.get(indicator.project_id or "")
    owner = project.name if project else indicator.activity or ""
    target = f"定性 {indicator.value}" if indicator.comparator == "定性" else f"{indicator.comparator or ''}{indicator.value}{indicator.unit}"
    heading = " / ".join(part for part in (owner, indicator.level1, indicator.level2, target) if part)
    return Passage("", "indicator", heading, mend_blanks(indicator.name), row.place, indicator.id, indicator.project_id)


def _prose_cells(table: SourceTable, row: SourceRow, covered: list[str], goals: frozenset[str]) -> Iterator[Passage]:
    """Cells that hold sentences and are neither a goal nor an indicator: overall goals, explanations, remarks."""
    if row.role in ("title", "unit", "header", "index"):
        return
    title = " ".join(part for part in (table.number, table.title) if part)
    for cell in row.cells:
        text = mend_blanks(cell or "")
        squeezed = _squeeze(text)
        if len(text) < 25 or not _PROSE.search(text) or squeezed in goals or any(known in squeezed or squeezed in known for known in covered):
            continue
        label = next((mend_blanks(other) for other in row.cells if other and other is not cell and 2 <= len(_squeeze(other)) <= 12), "")
        kind = "goal" if "目标" in label + title else "narrative"
        for start, end in pieces(text, TARGET, WHOLE):
            yield Passage("", kind, " / ".join(part for part in (title, label) if part), text[start:end].strip(), row.place, row.id)


def _notes(document: Document) -> Iterator[Passage]:
    """Lines under tables."""
    for table in document.tables:
        title = " ".join(part for part in (table.number, table.title) if part)
        if table.notes:
            text = mend_blanks("".join(line.text for line in table.notes))
            place: Place = merge(line.place for line in table.notes)
            for start, end in pieces(text, TARGET, WHOLE):
                yield Passage("", "note", title, text[start:end].strip(), place)
