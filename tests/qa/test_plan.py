"""A Plan says only what the grammar allows; what it may not say is named."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import PlanError, QuestionError
from qa.plan import UNITS, Axis, Operand, Operation, Plan, Scope, Subject, validate

RECEPTION = Operand((Subject("measure", "reception", "招待费", "公务接待费"),))
PLAN = Plan("lookup", (RECEPTION,))


@given(st.sampled_from(get_args(Operation)), st.sampled_from([None, *UNITS]), st.integers(1, 9), st.one_of(st.none(), st.integers(1, 99)))
def test_a_plan_of_the_grammar_is_itself(operation, unit, first, limit):
    plan = Plan(operation, (RECEPTION,), unit=unit, first=first, limit=limit)
    assert validate(plan) is plan


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"operation": "delete"}, "delete"), ({"operation": ""}, "操作"), ({"operation": "LOOKUP"}, "LOOKUP"), ({"unit": "美元"}, "美元"), ({"unit": ""}, "单位"),
        ({"operands": ()}, "至少 1 个金额"), ({"operands": (Operand((Subject("secret", "x", "x"),)),)}, "secret"), ({"first": 0}, "正整数"), ({"limit": 0}, "正整数"),
        ({"limit": -3}, "正整数"), ({"parts": (Plan("share"),)}, "share"), ({"parts": (replace(PLAN, parts=(replace(PLAN, unit="斤"),)),)}, "斤"),
    ],
)  # fmt: skip
def test_what_the_grammar_does_not_know_is_named(change, named):
    with pytest.raises(PlanError, match=named) as refused:
        validate(replace(PLAN, **change))
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("operation", ["lookup", "share", "ratio", "difference", "change"])
def test_an_operation_on_amounts_needs_one(operation):
    with pytest.raises(PlanError, match=operation):
        validate(Plan(operation))


def test_a_wrong_plan_is_a_question_asked_wrongly():
    assert issubclass(PlanError, QuestionError)


@pytest.mark.parametrize("axis", get_args(Axis))
def test_every_axis_is_known(axis):
    assert validate(Plan("lookup", (Operand((Subject(axis, "k", "t"),)),))).operands[0].of(axis) == (Subject(axis, "k", "t"),)


def test_a_scope_takes_what_it_leaves_open_from_another():
    spoken, earlier = Scope(years=(2025,)), Scope(("教育局",), (2024,), "决算", "单位")
    assert spoken.over(earlier) == Scope(("教育局",), (2025,), "决算", "单位")
    assert earlier.over(spoken) == earlier
    assert Scope().over(earlier) == earlier.over(Scope()) == earlier


def test_a_plan_takes_a_unit_and_keeps_its_own_where_none_is_given():
    assert (PLAN.with_unit("亿元").unit, replace(PLAN, unit="元").with_unit(None).unit) == ("亿元", "元")


def test_an_operand_is_named_by_its_members():
    assert RECEPTION.named() == "公务接待费"
    assert PLAN.text_sought() == "招待费"
    assert replace(PLAN, words="目标").text_sought() == "目标"
