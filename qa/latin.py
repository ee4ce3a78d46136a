"""The door to questions in Latin letters: they are written in Chinese by the words of the documents that they speak of."""

from __future__ import annotations

from qa.departments import Departments
from qa.english import Translation, translate
from qa.holdings import Holdings
from qa.members import MemberCatalog, Members
from qa.plan import Scope


def in_chinese(text: str, holdings: Holdings, departments: Departments, catalog: MemberCatalog, scope: Scope) -> Translation:
    """A normalised question in Chinese; `scope` is what the conversation is about, where the question names no department."""

    def members(said: str) -> Members:
        names = tuple(dict.fromkeys(name for mention in departments.find(said) for name in mention.departments)) or scope.departments
        return catalog.of(tuple(id for group in holdings.matching(Scope(names)) for id in group.ids))

    return translate(text, {held.department: held.region or "" for held in holdings.documents}, members)
