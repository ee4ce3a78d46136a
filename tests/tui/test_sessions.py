"""Conversations on disk."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import ANSWER, DOUBT, PASSAGE, PROJECTS, REFUSAL

from tui import sessions

ALL = (ANSWER, PROJECTS, PASSAGE, DOUBT, REFUSAL)


def test_a_conversation_comes_back_whole(tmp_path: Path) -> None:
    kept = sessions.Conversation("20260101-000000-abcd", ALL)
    assert sessions.load(sessions.save(tmp_path, kept)) == kept
    assert [file.name for file in tmp_path.iterdir()] == ["20260101-000000-abcd.json"]


@given(text=st.text())
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    kept = sessions.begin().grown(replace(ANSWER, answer=text))
    [reply] = sessions.load(sessions.save(tmp_path_factory.mktemp("s"), kept)).replies
    assert reply.answer == text.encode("utf-8", "replace").decode("utf-8")


def test_the_newest_comes_first_and_damaged_files_are_passed_over(tmp_path: Path) -> None:
    for id in ("20260101-000000-aaaa", "20260102-000000-bbbb"):
        sessions.save(tmp_path, sessions.Conversation(id, (replace(ANSWER, question=id),)))
    (tmp_path / "20260103-000000-cccc.json").write_text('{"format": 1, "replies": [{}]}', encoding="utf-8")
    (tmp_path / "20260104-000000-dddd.json").write_text("not json", encoding="utf-8")
    (tmp_path / "app.json").write_text("{}", encoding="utf-8")
    assert [one.title for one in sessions.recent(tmp_path)] == ["20260102-000000-bbbb", "20260101-000000-aaaa"]
    assert list(sessions.recent(tmp_path / "nowhere")) == []


def test_another_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "20260101-000000-aaaa.json"
    path.write_text(json.dumps({"format": 9, "replies": []}), encoding="utf-8")
    with pytest.raises(sessions.UnreadableSession, match="另一版本"):
        sessions.load(path)


def test_a_failed_write_leaves_the_last_version(tmp_path: Path) -> None:
    kept = sessions.Conversation("20260101-000000-aaaa", (ANSWER,))
    path = sessions.save(tmp_path, kept)
    broken = sessions.Conversation(kept.id, (replace(ANSWER, plan=object()),))
    with pytest.raises(TypeError):
        sessions.save(tmp_path, broken)
    assert sessions.load(path) == kept
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
