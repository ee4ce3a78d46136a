"""A question of several parts, taken apart: clauses that ask, clauses that only set the scene, polite words."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[,，;；?？。!！\n]+")
_BRACKETED = re.compile(r"[(（][^()（）?？]{1,24}[)）]")
"""科目（项级，一般公共预算）: what stands in brackets within a clause parts no clauses."""
_OUT = re.compile(r"(?:除了?|除去|去掉|去除|剔除|扣除|扣掉|不算|不含|不包括|不计|抛开|刨去|刨除|撇开)[^,，。]{2,30}$")
_SCENE = re.compile(r"((?:之外|以外|除外)|(?<![公英海华])里|中|内|当中|里面|下面|方面|之下|来看|来说|^按.{2,12}看|范围内|表里|表中|预算|决算|年度?|相比|对比|相比较|比一比|^.{0,8}(?:请问|你好|您好))$")
"""Ends of clauses that only say where to look."""
_UNIT_ONLY = re.compile(r"^请?(?:用|以|按|换算成|折合成?|换成|转成|折成|改成|化成|换算为)?(?:百万元|亿元|万元|千元|元)(?:为单位|作单位|表示|计算?|来算|来说|显示)?$")
"""Clauses that only name the unit of the answer."""
_BACK = re.compile(r"^(对不对|对吗|对不|是不是|是吗|是真的吗|正确吗|准确吗|属实吗|有问题吗|合理吗|成立吗|靠谱吗|(这个?|这种|该)(说法|数|数字|比例|表述).{0,8})$")
"""Clauses that ask back about the one before."""
_BESIDE = re.compile(r"^(跟|和|与|同|比).{2,30}$")
_ASKED = re.compile(r"多少|几|how")
_ASKED_BEFORE = re.compile(r"多少|几|哪|什么|how|what|which|呢")
MOST_CLAUSES = 12
"""Clauses of one question that are read."""
_LINK = re.compile(r"^(?:然后|另外|还有|以及|并且|顺便|同时|其次|再|那么|那)+")


def _each_asks(piece: str) -> list[str]:
    """多少钱、支持几家: an enumeration of which every member asks is as many clauses."""
    parts = piece.split("、")
    return parts if len(parts) > 1 and all(_ASKED.search(part) for part in parts) else [piece]


def clauses(text: str) -> tuple[str, ...]:
    """Clauses of a normalised question, in order; a number's own comma breaks nothing."""
    guarded = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    guarded = _BRACKETED.sub(lambda m: re.sub("[,，;；]", "、", m[0]) if m.end() < len(guarded) else m[0], guarded)
    pieces = [_LINK.sub("", part.strip()) for piece in _BREAK.split(guarded) for part in _each_asks(piece)]
    found: list[str] = []
    for piece in pieces:
        if found and _OUT.search(found[-1]) and not _ASKED_BEFORE.search(found[-1]):
            found[-1] += f",{piece}"
        elif found and (_SCENE.search(found[-1]) or _BACK.search(piece) or (_BESIDE.search(piece) and not _ASKED.search(found[-1])) or _UNIT_ONLY.search(piece) or _UNIT_ONLY.search(found[-1])):
            found[-1] += f" {piece}" if piece[:1].isascii() and found[-1][-1].isascii() else piece
        elif piece:
            found.append(piece)
    return tuple(found[:MOST_CLAUSES])
