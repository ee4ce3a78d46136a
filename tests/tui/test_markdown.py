"""Answers as Markdown."""

from dataclasses import replace

from scripted import ANSWER, PASSAGE, PROJECTS

from tui import cited, markdown


def test_text_of_a_document_stays_text_and_marks_stay_marks() -> None:
    assert markdown.escaped("a|b [1] [点我](http://x) **粗** `c` <script> # 1") == r"a\|b [1] \[点我\](http://x) \*\*粗\*\* \`c\` \<script\> \# 1"
    assert markdown.escaped("1. 甲\n- 乙\n+ 丙") == "1\\. 甲\n\\- 乙\n\\+ 丙"
    assert markdown.escaped("\x1b]52;c;aGk=\x07") == "\\]52;c;aGk="


def test_warnings_and_passages_are_kept() -> None:
    text = markdown.answer(replace(PASSAGE, warnings=("按“监督”理解",)))
    assert "> 注意：按“监督”理解" in text
    assert "- [1] 2026-park.txt，第 3、4 页：评审过程由纪检监察组全程监督，确保评审公正。" in text


def test_a_conversation_has_a_title_and_every_answer() -> None:
    text = markdown.conversation("公务接待费多少？", (ANSWER, PROJECTS))
    assert text.startswith("# 公务接待费多少？\n\n**问：**公务接待费多少？")
    assert text.count("\n---\n") == 1


def test_places_read_as_people_say_them() -> None:
    assert cited.place({"line": 225}) == "第 225 行"
    assert cited.place({"page": 3, "row": 12}) == "第 3 页表内第 12 行"
    assert cited.place({"page": [3, 4], "row": 12}) == "第 3、4 页表内第 12 行"
    assert cited.place({"line": [5, 6, 7]}) == "第 5-7 行"
    assert cited.place({"sheet": "支出", "row": 5}) == "工作表“支出”第 5 行"
    assert cited.place([{"line": 1}, {"line": 9}]) == "第 1 行，第 9 行"


def test_a_blank_cell_that_is_cited_is_said() -> None:
    blank = replace(ANSWER.citations[0], row={"项目": "合计", "预算数": ""}, cells=("预算数",))
    assert cited.cells(blank) == "项目 合计；预算数 （空白）"
