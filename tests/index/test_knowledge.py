"""The vocabulary is sound: every word means something that exists, one thing or openly several, and filler never hides a meaning."""

from collections import defaultdict

import pytest

from index.knowledge import read_csv, read_toml

CODE_LISTS = {
    "function": "functional_codes.csv",
    "government": "government_economic_codes.csv",
    "department": "department_economic_codes.csv",
}
SEVERAL = {"set", "ambiguous", "weak"}
REGISTERS = {"formal", "everyday", "abbreviation", "english", "traditional", "misspelt", "part"} | SEVERAL
COLUMNS = {
    "functional_codes.csv": ["code", "name", "edition"],
    "government_economic_codes.csv": ["code", "name", "edition"],
    "department_economic_codes.csv": ["code", "name", "edition"],
    "synonyms.csv": ["target_kind", "target", "text", "lang", "register", "source"],
    "equivalents.csv": ["measure", "target_kind", "target"],
    "indicator_types.csv": ["name", "level", "parent", "english"],
    "stopwords.csv": ["text", "kind"],
    "operators.csv": ["operation", "text", "lang"],
    "refusal_words.csv": ["text", "kind", "lang"],
    "abbreviations.csv": ["text", "full", "kind"],
}

SAME_MONEY = [
    # names of one subject that differ by a particle between the two economic classifications, and staff housing, which is printed under its
    # own functional subject as well
    (("department", "其他对个人和家庭的补助"), ("government", "其他对个人和家庭补助")),
    (("department", "住房公积金"), ("function", "住房公积金")),
    (("department", "提租补贴"), ("function", "提租补贴")),
    (("department", "购房补贴"), ("function", "购房补贴")),
]

REUSED_CODES = frozenset(
    # codes that a later edition gave to another subject (30311 was 住房公积金, is 代缴社会保险费), or whose old name is another code's name today
    [
        "30224",
        "30307",
        "30311",
        "310",
        "2040101",
        "2013810",
        "2040607",
        "2110403",
        "2080808",
        "2130237",
        "21105",
        "2110599",
        "21112",
        "2160218",
        "2100206",
        "2130148",
    ]
)

NEVER_THE_SAME = [
    # (text, what it must never be read as): near in words, another figure
    ("政府采购", ("measure", "purchased_service")),
    ("采购", ("measure", "purchased_service")),
    ("政府购买服务", ("measure", "procurement")),
    ("购买服务", ("measure", "procurement")),
    ("购买服务", ("procurement", "服务")),
    ("机关运行经费", ("measure", "public")),
    ("公用经费", ("measure", "agency_running")),
    ("日常公用经费", ("measure", "agency_running")),
    ("本年收入", ("measure", "income_total")),
    ("本年收入合计", ("measure", "income_total")),
    ("收入总额", ("measure", "income")),
    ("收入总计", ("measure", "income")),
    ("本年支出", ("measure", "expenditure_total")),
    ("支出总额", ("measure", "expenditure")),
    ("退休费", ("function", "行政单位离退休")),
    ("退休金", ("function", "行政单位离退休")),
    ("行政单位离退休支出", ("department", "退休费")),
    ("培训经费", ("function", "培训支出")),
    ("工资福利", ("department", "基本工资")),
    ("底薪", ("department", "工资福利支出")),
    ("人员支出", ("department", "工资福利支出")),
    ("公车", ("measure", "vehicle_purchase")),
    ("买车", ("measure", "vehicle_running")),
    ("养车", ("measure", "vehicle_purchase")),
    ("车补", ("measure", "vehicle_running")),
    ("出差", ("measure", "abroad")),
    ("出国", ("department", "差旅费")),
    ("决算数", ("phase", "budget")),
    ("预算数", ("phase", "final")),
    ("上年预算数", ("phase", "budget")),
    ("上年结转", ("measure", "carryover_out")),
    ("结转下年", ("measure", "carryover_in")),
    ("财政拨款收入", ("measure", "income")),
    ("一般公共预算收入", ("measure", "income_fiscal")),
    ("事业收入", ("measure", "income_operating")),
    ("经营收入", ("measure", "income_business")),
    ("经营支出", ("measure", "public")),
    ("其他收入", ("measure", "project_other")),
    ("会议费", ("measure", "training")),
    ("电费", ("department", "水费")),
    ("邮电费", ("department", "电费")),
    ("物业费", ("department", "维修（护）费")),
    ("咨询费", ("department", "委托业务费")),
    ("劳务费", ("department", "委托业务费")),
    ("印刷费", ("department", "办公费")),
    ("救济费", ("department", "抚恤金")),
    ("离休费", ("department", "退休费")),
    ("奖金", ("department", "奖励金")),
    ("奖励金", ("department", "奖金")),
    ("医疗费补助", ("department", "职工基本医疗保险缴费")),
    ("医保", ("department", "医疗费补助")),
    ("医疗救助", ("function", "行政单位医疗")),
    ("职业年金缴费支出", ("department", "职业年金缴费")),
    ("卫生健康", ("function", "公共卫生")),
    ("公共卫生", ("function", "卫生健康支出")),
    ("部门口径", ("scope", "单位")),
    ("本级", ("scope", "部门")),
    ("公积金", ("department", "代缴社会保险费")),
    ("医疗费", ("department", "医疗费补助")),
    ("其他资本性支出", ("department", "资本性支出")),
    ("official reception", ("department", "会议费")),
    ("procurement", ("measure", "purchased_service")),
    ("purchase of services", ("measure", "procurement")),
    ("agency running costs", ("measure", "public")),
    ("overseas travel", ("department", "差旅费")),
    ("domestic travel", ("measure", "abroad")),
]

CHANGES_THE_FIGURE = (
    "实际 执行 执行率 人数 平均 人均 增长 减少 剩余 结余 去年 今年 明年 上年 决算 预算 全国 每 每个 每月 上半年 下半年 季度 月 "
    "最大 最小 最多 最少 占 比 差 合计 除 除了 不含 不 没有 未 部门 单位 财政拨款 收入 支出 采购 购置 项目 指标 基本支出 人员 "
    "公用 万元 亿元 百分之 第 第一 前三 之前 以上 以下 超过 低于 "
    "actual last previous next average largest smallest not without except share percent income revenue expenditure procurement per "
    "quarter monthly people staff million "
)


@pytest.fixture(scope="module")
def synonyms():
    return read_csv("synonyms.csv")


@pytest.fixture(scope="module")
def readings(synonyms):
    by_text = defaultdict(list)
    for row in synonyms:
        by_text[row["text"]].append(row)
    return by_text


@pytest.fixture(scope="module")
def names():
    lists = {kind: {row["name"] for row in read_csv(file)} for kind, file in CODE_LISTS.items()}
    return lists | {"measure": {row["id"] for row in read_csv("measures.csv")}}


@pytest.fixture(scope="module")
def same():
    """Whether two targets are the same money: renamed between editions, printed under both economic classifications, or equivalent to a measure."""
    parent = {}

    def root(target):
        while parent.setdefault(target, target) != target:
            target = parent[target]
        return target

    pairs = list(SAME_MONEY)
    pairs += [(("measure", row["measure"]), (row["target_kind"], row["target"])) for row in read_csv("equivalents.csv")]
    economic = {}
    for kind, file in CODE_LISTS.items():
        by_code = defaultdict(list)
        for row in read_csv(file):
            by_code[row["code"]].append((kind, row["name"]))
        pairs += [(group[0], other) for code, group in by_code.items() if code not in REUSED_CODES for other in group[1:]]
        economic[kind] = {row["name"] for row in read_csv(file)}
    pairs += [(("department", name), ("government", name)) for name in economic["department"] & economic["government"]]
    for one, other in pairs:
        parent[root(one)] = root(other)
    return lambda one, other: root(one) == root(other)


@pytest.mark.parametrize("file", COLUMNS)
def test_a_file_has_its_columns_and_no_row_twice_and_no_loose_spaces(file):
    rows = read_csv(file)
    assert [list(row) for row in rows] == [COLUMNS[file]] * len(rows)
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    assert [row for row in rows if any(value != value.strip() for value in row.values())] == []


@pytest.mark.parametrize("kind", CODE_LISTS)
def test_every_code_stands_under_its_parent(kind):
    codes = {row["code"] for row in read_csv(CODE_LISTS[kind])}
    assert {len(code) for code in codes} <= {3, 5, 7}
    assert {code for code in codes if len(code) > 3 and code[:-2] not in codes} == set()
    assert {code[0] for code in codes} == {"function": {"2"}, "government": {"5"}, "department": {"3"}}[kind]


def test_indicator_types_stand_under_known_types():
    rows = read_csv("indicator_types.csv")
    first = {row["name"] for row in rows if row["level"] == "1"}
    assert {row["parent"] for row in rows if row["level"] == "2"} <= first
    assert {row["level"] for row in rows} == {"1", "2", "word"}


def test_every_synonym_means_something_that_exists(synonyms, names):
    known = names | {
        "procurement": {"货物", "工程", "服务"},
        "table": {entry["id"] for entry in read_toml("table_types.toml")["type"]},
        "indicator": {row["name"] for row in read_csv("indicator_types.csv")},
        "phase": {"budget", "final", "adjusted", "prior"},
        "scope": {"部门", "单位"},
        "fund": {"all", "fiscal", "general", "government_fund", "state_capital"},
        "dimension": {"function", "government", "department", "item", "procurement", "service", "field", "project", "unit", "indicator", "table"}
        | {"document", "department_name"},
        "level": {"1", "2", "3"},
    }
    assert {(row["target_kind"], row["target"]) for row in synonyms if row["target"] not in known.get(row["target_kind"], ())} == set()
    assert {row["register"] for row in synonyms} <= REGISTERS
    assert {row["lang"] for row in synonyms} == {"zh", "en"}


def test_equivalent_subjects_exist(names):
    rows = read_csv("equivalents.csv")
    assert {row["measure"] for row in rows} <= names["measure"]
    assert {(row["target_kind"], row["target"]) for row in rows if row["target"] not in names[row["target_kind"]]} == set()


def test_every_measure_and_every_economic_subject_in_force_has_everyday_and_english_words(synonyms, names):
    spoken = defaultdict(set)
    for row in synonyms:
        spoken[row["target_kind"], row["target"]].add(row["lang"])
    editions = defaultdict(set)
    for row in read_csv("department_economic_codes.csv"):
        editions[row["name"]].add(row["edition"])
    in_force = {name for name, years in editions.items() if years & {"2018", "2020", "2021"}} - {
        "补充全国社会保障基金",
        "赠与",
        "经常性赠与",
        "资本性赠与",
    }
    in_force -= {"机关事业单位基本养老保险费", "其他费用", "对机关事业单位职业年金的补助"}
    wanted = {("measure", measure) for measure in names["measure"]} | {("department", name) for name in in_force}
    assert {target for target in wanted if "en" not in spoken[target]} == set()


def test_a_text_means_one_thing_unless_it_says_that_it_means_several(readings, same):
    torn = {}
    for text, rows in readings.items():
        registers = {row["register"] for row in rows}
        targets = [(row["target_kind"], row["target"]) for row in rows]
        if (len(registers) > 1 and registers & SEVERAL) or (not registers & SEVERAL and not all(same(targets[0], target) for target in targets[1:])):
            torn[text] = rows
    assert torn == {}


def test_a_set_or_an_ambiguous_text_has_more_than_one_reading(readings):
    alone = {text for text, rows in readings.items() if len(rows) == 1 and rows[0]["register"] in {"set", "weak"}}
    assert alone == {text for text in alone if readings[text][0]["register"] == "weak"}


def test_the_printed_name_of_one_subject_is_never_a_word_for_another(readings, same):
    measures = {row["name"]: ("measure", row["id"]) for row in read_csv("measures.csv")}
    owners = defaultdict(set)
    for name, measure in measures.items():
        owners[name].add(measure)
    for kind, file in CODE_LISTS.items():
        for row in read_csv(file):
            owners[row["name"]].add((kind, row["name"]))
    wrong = set()
    for text, rows in readings.items():
        if {row["register"] for row in rows} & SEVERAL:
            continue
        targets = [(row["target_kind"], row["target"]) for row in rows]
        wrong |= {(text, owner, target) for owner in owners.get(text, ()) for target in targets if not same(owner, target)}
    assert wrong == set()


@pytest.mark.parametrize(("text", "other"), NEVER_THE_SAME, ids=lambda value: value if isinstance(value, str) else value[1])
def test_near_words_are_kept_apart(readings, text, other):
    assert other not in {(row["target_kind"], row["target"]) for row in readings.get(text, ())}


def test_stop_words_hide_no_meaning(readings):
    stop = {row["text"] for row in read_csv("stopwords.csv")}
    assert stop & set(readings) == set()
    assert stop & {row["text"] for row in read_csv("operators.csv")} == set()
    assert stop & {row["text"] for row in read_csv("refusal_words.csv")} == set()
    assert stop & {row["text"] for row in read_csv("abbreviations.csv")} == set()
    assert stop & set(CHANGES_THE_FIGURE.split()) == set()
    assert {text for text in stop if any(char.isdigit() for char in text)} == set()


OPERATIONS = (
    "sum count share ratio difference change rank_desc rank_asc list average compare check reverse describe follow_up correct "
    "exclude blank convert group yes_no yuan thousand ten_thousand million ten_million hundred_million billion percent gt ge lt "
    "le between eq ne about last this next before_last n_years all_years all_departments latest earliest "
)

CONTENT = (
    "设备 开发 应用 管理费 信息管理 数据处理 信息处理 消费者 批发 会费 缴费 上缴 自费 家属 亲属 下属 所属 直属 种地 补给 保管 保费 核算 核查 配备 所有者 上交 还款 "
    "付款 应聘 政务公开 社会保障 数据 信息 资料 组织 管理 保障 设施 材料 标准 老师 同志 家长 学生 干部 领导 群众 企业 公司 农民 老人 儿童 工人 退休 在职 编外 临时 "
    "房屋 土地 软件 网络 安全 应急 消防 绿化 垃圾 道路 交通 通信 媒体 广告 出版 图书 档案 仓库 车间 食堂 宿舍 办公室 会议室 展览 比赛 演出 考试 招聘 体检 疫苗 药品"
)


def test_no_word_of_content_is_made_of_stop_words_alone():
    stop = {row["text"] for row in read_csv("stopwords.csv")}

    def hidden(word):
        reached = [0]
        for end in range(1, len(word) + 1):
            if any(word[start:end] in stop for start in reached):
                reached.append(end)
        return reached[-1] == len(word)

    assert [word for word in CONTENT.split() if hidden(word)] == []


def test_refused_words_are_no_words_of_the_budget(readings, names):
    refused = {row["text"] for row in read_csv("refusal_words.csv")}
    budget = set(readings) | {name for kind in CODE_LISTS for name in names[kind]} | {row["name"] for row in read_csv("measures.csv")}
    assert refused & budget == set()


def test_operators_name_known_operations():
    plain = set(OPERATIONS.split())
    with_number = {"digit", "ordinal", "rank_desc", "rank_asc", "top", "bottom", "fraction", "scale"}
    operations = {row["operation"] for row in read_csv("operators.csv")}
    assert {name for name in operations if name not in plain and name.partition(":")[0] not in with_number} == set()
    assert plain <= operations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("以上", "ge"), ("不超过", "le"), ("超过", "gt"), ("不足", "lt"), ("以下", "le"), ("不少于", "ge"), ("at least", "ge"), ("more than", "gt"), ("up to", "le"),
    ],
)  # fmt: skip
def test_a_comparator_says_whether_the_limit_belongs_to_it(text, expected):
    comparators = {"gt", "ge", "lt", "le"}
    assert {row["operation"] for row in read_csv("operators.csv") if row["text"] == text} & comparators == {expected}


def test_abbreviations_are_shorter_or_foreign_forms_of_another_name():
    rows = read_csv("abbreviations.csv")
    assert {row["kind"] for row in rows} == {"department", "department_english", "region", "region_pinyin"}
    assert [row for row in rows if row["text"] == row["full"]] == []
    assert [row for row in rows if row["kind"] in {"department_english", "region_pinyin"} and not row["text"].isascii()] == []


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("教委", "教育委员会"), ("发改委", "发展和改革委员会"), ("街道办", "街道办事处"), ("finance bureau", "财政局"), ("cppcc", "政治协商会议"),
        ("沪", "上海市"), ("苏", "江苏省"), ("putuo", "普陀区"), ("chaoyang", "朝阳区"), ("xi'an", "西安市"), ("shaanxi", "陕西省"), ("shanxi", "山西省"),
        ("qindu", "秦都区"), ("chongqing", "重庆市"), ("changsha", "长沙市"),
    ],
)  # fmt: skip
def test_common_short_names_are_known(text, full):
    assert full in {row["full"] for row in read_csv("abbreviations.csv") if row["text"] == text}


def test_every_region_behind_a_short_name_is_in_the_list_of_regions():
    regions = {row["name"] for row in read_csv("regions.csv")}
    assert {row["full"] for row in read_csv("abbreviations.csv") if row["kind"].startswith("region")} - regions == set()
