"""Questions in English are told what the same questions are told in Chinese; words that no list knows are not passed over."""

import re

import pytest

from index.knowledge import read_csv
from qa.english import translate
from qa.english.bodies import with_bodies
from qa.english.chunks import Chunks
from qa.english.forms import _compiled, _forms
from qa.english.words import key, lexicon, stem, term, terms
from qa.members import Members, Name
from qa.normalise import name_key, normalise

SAME = (
    ("How much money will the park committee spend on electricity and water in 2026 combined?", "2026年电费和水费一共多少"),
    ("What is the budget for renting the venue of the Party-mass service centre?", "党群服务中心场地租赁费用多少钱"),
    ("How much is allocated to the high-tech industry guidance fund?", "朝阳区高新技术产业发展引导资金多少钱"),
    ("How many times larger is the high-tech industry guidance fund than the SME development guidance fund?", "高新技术产业发展引导资金是中小企业发展引导资金的几倍"),
    ("At most how much can a single project get from the SME development guidance fund?", "中小企业发展引导资金单个项目最高支持多少"),
    ("How many companies should the SME fund support at least?", "中小企业引导资金至少支持多少家企业"),
    ("How many activities must the Party-mass service centre hold a year?", "党群服务中心一年活动要多少场次"),
    ("List the top three projects by amount.", "列出金额前三的项目"),
    ("Which project has the smallest budget?", "哪个项目预算最少"),
    ("What's the second largest project?", "第二大的项目是哪个"),
    ("How many projects are above 1 million yuan?", "超过100万元的项目有几个"),
    ("List all projects over 100 million yuan.", "列出1亿元以上的项目"),
    ("Which projects cost less than 200,000 yuan?", "金额低于20万元的项目有哪些"),
    ("Is there any spending on overseas travel?", "有没有因公出国费"),
    ("What percentage of the total budget is project expenditure?", "项目支出占支出总计的百分之几"),
    ("What per cent of basic expenditure is operating (public) expenditure?", "公用经费占基本支出的百分之几"),
    ("Science and technology expenditure as a share of total expenditure", "科学技术支出占支出总计的百分之几"),
    ("What is the difference between personnel expenditure and public expenditure?", "人员经费和公用经费相差多少"),
    ("By how much does the high-tech guidance fund exceed the SME guidance fund?", "高新技术产业发展引导资金比中小企业发展引导资金多多少"),
    ("How much in yuan is the official reception budget?", "公务接待费是多少元"),
    ("Give me the total budget in 100 million yuan.", "支出总计是多少亿元"),
    ("How much money goes to salaries, allowances and bonuses in total?", "基本工资、津贴补贴和奖金一共多少"),
    ("Excluding the two guidance funds, which project is the largest?", "除了两个引导资金，最大的项目是哪个"),
    ("Does the total expenditure equal the total income?", "支出总计和收入总计相等吗"),
    ("Which is bigger, the heating bill or the electricity bill?", "取暖费和电费哪个大"),
    ("What is the largest expense in basic expenditure?", "基本支出里最大的支出项是什么"),
    ("What is the average project amount?", "平均每个项目多少钱"),
    ("2026年的property management fee是多少？", "2026年的物业管理费是多少？"),
    ("heating fee和电费一共多少", "取暖费和电费一共多少"),
    ("SME引导资金多少钱", "中小企业引导资金多少钱"),
)
TURNS = (
    (("What is the travel budget?", "And training?"), ("差旅费多少", "培训费呢")),
    (("What is the total expenditure?", "in 100 million yuan?"), ("支出总计多少", "换算成亿元")),
    (("total expenditure?", "And basic expenditure?", "What share is that of the total?"), ("支出总计多少", "基本支出呢", "它占支出总计的比例")),
)
REFUSED = (
    "What was the total budget in 2024?", "How much did it actually spend on electricity in 2026?", "What is the average salary per employee?",
    "What is the budget for artificial intelligence research?", "How much goes to the football stadium?", "What is the electricity budget for the first quarter?",
    "How much does the director earn?", "How much is the fund for large enterprises?", "How much was spent on the WeChat account in March?", "How many female staff are there?",
    "What is the travel budget for foreign experts?", "How much is the kindergarten subsidy?", "Is the budget too high?", "Why was the heating budget cut?",
    "What is the budget for renting the venue of the youth centre?", "How much is the low-tech industry guidance fund?", "What is the heating budget for schools?",
    "What is the budget for the responsible planner's car?", "How much is spent on electricity for street lights?", "What is the training budget for teachers?",
    "What is the high-tech industry guidance fund of Haidian District?", "How much did the Beijing Municipal Government budget in 2026?",
    "How much is the guidance fund for agriculture?", "What share of the high-tech fund goes to women entrepreneurs?", "How much will be spent on electricity in 2027?",
)  # fmt: skip
BODIES = (
    ("linhai education bureau", "临海市教育局"), ("the bureau of education of linhai", "临海市教育局"), ("linhai's education department", "临海市教育局"),
    ("linhai municipal civil affairs bureau", "临海市民政局"), ("zhejiang linhai education bureau", "临海市教育局"), ("linhai finance bureau", "临海市财政局"),
    ("hangzhou education bureau", "杭州市教育局"), ("the ministry of education", "教育部"), ("zhejiang cppcc", "浙江省政协"),
)  # fmt: skip
HELD = {"临海市教育局": "临海市", "临海市民政局": "临海市"}


def told(reply) -> tuple:
    return reply.status, [(figure.value, figure.unit) for figure in reply.figures], [citation.id for citation in reply.citations]


@pytest.mark.parametrize(("english", "chinese"), SAME)
def test_a_question_is_told_the_same_in_both_languages(ask, english, chinese):
    reply = ask(english)
    assert reply.status == "answered", reply.answer
    assert told(reply) == told(ask(chinese))


@pytest.mark.parametrize(("english", "chinese"), TURNS)
def test_a_conversation_is_told_the_same_in_both_languages(ask, english, chinese):
    assert told(ask(*english)) == told(ask(*chinese))


@pytest.mark.parametrize("question", REFUSED)
def test_what_the_budget_does_not_hold_is_not_answered(ask, question):
    assert ask(question).status != "answered"


def test_a_name_that_a_phrase_was_taken_for_is_shown(ask):
    assert "按“朝阳区高新技术产业发展引导资金”理解“high-tech industry guidance fund”" in ask("How much is the high-tech industry guidance fund?").warnings


def test_a_reply_keeps_the_question_as_it_was_asked(ask):
    assert ask("What is the basic expenditure?").question == "What is the basic expenditure?"


@pytest.mark.parametrize(("year", "value"), [(2024, "1.25"), (2025, "2")])
def test_a_body_and_a_year_are_read_in_english(ask_papers, year, value):
    for question in (f"What was the Linhai Education Bureau's official reception budget in {year}?", f"Linhai Education Bureau {year}: reception expenses", f"reception expenses, FY{year}, Bureau of Education of Linhai City"):
        assert [figure.value for figure in ask_papers(question).figures] == [value], question


def test_another_city_s_bureau_is_not_answered(ask_papers):
    for question in ("What was the Hangzhou Education Bureau's reception budget in 2024?", "How much did the Linhai Finance Bureau spend on receptions in 2025?", "Yuhuan Subdistrict reception 2024"):
        assert ask_papers(question).status != "answered", question


@pytest.mark.parametrize(("english", "chinese"), BODIES)
def test_a_body_is_written_as_the_documents_print_it(english, chinese):
    chunks = Chunks()
    assert chunks.plain(with_bodies(english, HELD, chunks)).removeprefix("the ") == chinese


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("how much is the grain reserve subsidy", "粮食储备补贴"), ("rural road repair", "农村道路维修"),
    ],
)  # fmt: skip
def test_a_phrase_is_taken_for_the_one_name_that_prints_all_its_words(english, chinese):
    members = Members(tuple(Name("project", name, None, name_key(name)) for name in ("粮食储备补贴", "农村道路维修", "城市道路清扫")))
    assert chinese in translate(english, {}, lambda _: members).text


def test_a_word_that_narrows_a_printed_name_is_told_apart():
    members = Members((Name("project", "生活垃圾分类收运处置", None, "生活垃圾分类收运处置"),))
    assert "生活垃圾分类收运处置" in translate("household waste sorting and collection", {}, lambda _: members).text
    assert "生活垃圾分类收运处置" not in translate("medical waste disposal", {}, lambda _: members).text


def test_sums_of_money_are_written_in_chinese_units():
    said = translate("list all projects above 1.5 million yuan", {}, lambda _: Members(())).text
    assert said == "列出超过150万元的项目"


def test_a_question_in_chinese_is_left_as_it_is():
    assert translate("2026年电费多少", {}, lambda _: Members(())).text == "2026年电费多少"


def test_words_are_compared_in_one_spelling_and_number():
    assert [stem(word) for word in ("centres", "labour", "programmes", "organisation", "subsidies", "enterprises", "bureau's")] == ["center", "labor", "program", "organization", "subsidy", "enterprise", "bureau"]
    assert term("heating costs".removesuffix("s")) is not None


def test_every_list_reads_and_names_what_the_classifications_print():
    printed = {name_key(row["name"]) for file in ("functional_codes.csv", "department_economic_codes.csv", "government_economic_codes.csv", "measures.csv") for row in read_csv(file)}
    assert [row["english"] for row in read_csv("english_names.csv") if name_key(row["chinese"]) not in printed] == []
    assert [row["english"] for row in read_csv("english_words.csv") if not row["chinese"] or normalise(row["english"]) != row["english"]] == []
    assert len(lexicon()) > 1000
    assert len(terms()) > 2500
    assert all(key(row["english"]) for row in read_csv("english_bodies.csv"))


def test_every_form_of_asking_compiles_and_writes_only_groups_that_it_has():
    for ask, write, _ in _forms():
        groups = _compiled(ask).groups
        assert all(int(number) <= groups for number in re.findall(r"\\(\d)", write)), ask
