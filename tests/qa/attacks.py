"""More ways to lie, thought up by an attacker who knows the form that is checked: each is built from allowed pieces, look-alikes, or words that only hint at a number."""

from __future__ import annotations

from collections.abc import Iterator

from qa.evidence import Evidence

VAGUE = (
    "三分之一", "三分之二", "过半", "翻番", "翻了一番", "逾", "逾百万", "近百", "近百万", "零头", "不到零头", "大头", "泰半", "逾半", "八成以上", "九牛一毛", "屈指可数", "数以万计", "成百上千", "百分百",
    "二八开", "对半", "打七折", "三五成", "十之七八", "上亿", "亿级", "个位数", "六位数", "一倍有余", "倍增", "腰斩", "归零", "为零", "空白", "一分未花",
)  # fmt: skip
SCRIPTS = (
    "Ⅻ", "ⅻ", "XII", "MCM", "㈠", "㊀", "①②", "⑴", "⒈", "❶", "➊", "５０％", "五〇", "〇", "１２", "٣", "१२", "௧", "𝟓", "𝟧𝟘", "5️⃣", "🔟", "💯", "½", "⅓", "¼", "‰", "％", "㎡", "㍻", "百", "佰", "陌", "卅", "皕", "壹",
    "ⓔ5", "〡〢", "〸", "𠦜", "零点五", "两", "俩", "仨", "一对", "双", "半", "兆", "吉", "million", "dozen", "ten", "k", "W", "5e3", "0x1F", "五 千 万", "五·千·万", "五，千，万",
)  # fmt: skip
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u202e", "\u2066", "\u061c", "\U000e0041", "\ufe0f", "\u034f", "\u0301", "\u3164", "\u115f", "\u2800", "\u00a0", "\u3000", "\u2028", "\x85", "\x7f")
BEFORE = (
    "由于", "因为", "由此", "因此", "所以", "从而", "因而", "在于", "为此", "可见", "说明", "其中", "其中包括", "包括", "含", "即", "也就是", "亦即", "等于", "相当于", "同上", "同前", "如前", "上述", "前者", "后者",
    "首先", "其次", "最多", "最少", "居首", "第一", "末位", "另外", "此外", "还有", "除", "不含", "扣除", "加上", "减去", "合计", "总计", "平均", "人均", "月均", "每年", "全年", "上半年", "实际", "已", "未", "不", "没有",
    "仅", "只", "高达", "仅仅", "约", "大约", "近", "逾", "超", "至少", "至多", "不低于", "并列", "并列为", "同样", "也", "又", "再", "分别", "各", "均", "都", "共计", "累计", "若", "如果", "可能", "据说", "预计", "拟", "去年", "往年",
    "执行", "决算数", "调整后", "追加", "压缩后", "核减", "全市", "本级", "下属", "单位", "机关", "财政拨款", "一般公共预算", "政府性基金", "其他", "部分", "剩余", "结余",
)  # fmt: skip


def attacks(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """(kind, prose) of every attack that the evidence allows."""
    clauses = [evidence.clause(item) or "" for item in evidence.items]
    true = "；".join(clauses) + "。"
    first, figure = evidence.items[0], f"{{f{evidence.items[0].number}}}"
    for word in VAGUE:
        yield "vague", true.replace(figure, word, 1)
        yield "vague", true.replace(figure, f"{figure}，{word}", 1)
    for sign in SCRIPTS:
        yield "script", true.replace(figure, sign, 1)
        yield "script", true.replace(figure, f"{sign}{figure}", 1)
        yield "script", true.replace(figure, f"{figure}{sign}", 1)
    for sign in INVISIBLE:
        yield "invisible", true.replace(figure, f"{sign}{figure}", 1)
        yield "invisible", true.replace("{f", f"{{{sign}f", 1)
        yield "invisible", f"{first.label[:1]}{sign}{first.label[1:]}为{figure}。" + "；".join(clauses[1:])
    for word in BEFORE:
        yield "hint", true.replace(clauses[0], f"{word}{clauses[0]}", 1)
        yield "hint", true.replace("；", f"，{word}", 1) if len(clauses) > 1 else f"{true[:-1]}，{word}。"
        yield "hint", true.replace(figure, f"{word}{figure}", 1)
    yield from parts(evidence, clauses)
    yield from orders(evidence, clauses)
    yield from whose(evidence, clauses)
    yield from forms(evidence, true, figure)


def parts(evidence: Evidence, clauses: list[str]) -> Iterator[tuple[str, str]]:
    """What only the punctuation says: that one figure is a part of another, or explains it."""
    for number in range(1, len(clauses)):
        before, after, rest = "；".join(clauses[:number]), clauses[number], "；".join(clauses[number + 1 :])
        if evidence.items[number - 1].parts is None:
            for open_sign, close_sign in (("：", ""), (":", ""), ("（", "）"), ("(", ")"), ("——", ""), ("＝", ""), ("=", ""), ("→", ""), ("÷", ""), ("/", ""), ("-", ""), ("~", ""), ("+", "")):
                yield "part", f"{before}{open_sign}{after}{close_sign}{'；' if rest else ''}{rest}。"
    if len(clauses) > 1:
        yield "part", "；".join(clauses[:-1]) + f"，{evidence.items[0].label}、{clauses[-1]}。"
        yield "part", f"{evidence.items[0].label}、" + "；".join(clauses) + "。"


def orders(evidence: Evidence, clauses: list[str]) -> Iterator[tuple[str, str]]:
    """Comparisons of two rows that nobody computed, and differences that are only implied."""
    plain = [item for item in evidence.items if item.parts is None]
    for left, right in ((a, b) for a in plain for b in plain if a is not b):
        n, m = f"{{n{left.number}}}", f"{{n{right.number}}}"
        wrong = "低于" if left.value > right.value else "高于"
        tail = "；".join(clauses)
        for prose in (
            f"{n}{wrong}{m}。{tail}。", f"{n}比{m}多。{tail}。", f"{n}比{m}多{{f{left.number}}}；{tail}。", f"{n}较{m}减少{{f{right.number}}}；{tail}。", f"与{m}相比，{tail}。", f"{m}相比，{tail}。",
            f"{n}和{m}相差{{f{left.number}}}。", f"从{n}到{m}，{tail}。", f"{n}持平{m}；{tail}。", f"{tail}，两者持平。", f"{tail}，高于{m}。", f"{tail}，{n}更高。", f"{n}是{m}的倍；{tail}。", f"{n}相同。{tail}。",
        ):  # fmt: skip
            yield "order", prose
        for word in ("高于", "低于", "超过", "不及", "多于", "少于"):
            if (word in ("高于", "超过", "多于")) != (left.value > right.value):
                yield "order", ("；".join(clauses) + "。").replace(f"{{f{left.number}}}；", f"{{f{left.number}}}，{word}", 1) if right.number == left.number + 1 else f"{n}为{{f{left.number}}}，{word}{m}为{{f{right.number}}}。"
    for item in (item for item in evidence.items if item.direction in ("up", "down") and len(item.parts or ()) == 2):
        low, high = (f"{{n{other.number}}}" for other in sorted((other for other in plain if other.label in item.parts), key=lambda other: other.value))
        end = f"{{f{item.number}}}"
        for prose in (
            f"{low}比{high}多{end}", f"{high}比{low}少{end}", f"{low}较{high}增加{end}", f"{high}较{low}减少{end}", f"与{high}比，{low}多{end}", f"{high}比，{low}多{end}", f"{high}相比，{low}多{end}",
            f"{low}，比{high}多{end}", f"{high}为{end}", f"{low}多{end}", f"{high}少{end}", f"比{high}多{end}", f"{low}比{high}比{low}多{end}",
        ):  # fmt: skip
            yield "order", "；".join(prose if one is clauses[item.number - 1] else one for one in clauses) + "。"


def whose(evidence: Evidence, clauses: list[str]) -> Iterator[tuple[str, str]]:
    """One figure given to two budgets, to none, or to the wrong one."""
    tail = "；".join(clauses)
    budgets = range(1, len(evidence.budgets) + 1)
    for budget in budgets:
        for prose in (f"{tail}，{{d{budget}}}。", f"{tail}。{{d{budget}}}。", f"{{d{budget}}}、{{d{budget}}}，{tail}。", f"{{d{budget}}}和{{d{budget % len(budgets) + 1}}}{tail}。", f"{tail}，{{d{budget}}}相同。"):
            yield "whose", prose
    for other in budgets:
        for item in evidence.items:
            if len(evidence.budgets) > 1 and other not in item.budgets:
                one = evidence.clause(item) or ""
                for wrong in (f"{{d{other}}}{{n{item.number}}}为{{f{item.number}}}", f"{{d{other}}}，{one}", f"{{d{min(item.budgets)}}}{{d{other}}}{{n{item.number}}}为{{f{item.number}}}", f"{{d{other}}}的{{n{item.number}}}为{{f{item.number}}}"):
                    yield "whose", tail.replace(one, wrong, 1) + "。"


def forms(evidence: Evidence, true: str, figure: str) -> Iterator[tuple[str, str]]:
    """References bent out of shape, floods, and what an answer expands to."""
    for bent in ("{f1", "f1}", "{f 1}", "{f01}", "{f1}}", "{{f1}", "{f+1}", "{f-1}", "{f1,}", "{f1:.2f}", "{f1!r}", "${f1}", "\\{f1\\}", "{ｆ1}", "{F１}", "{f①}", "{f1}0", "0{f1}", "{f1}.5", "1{f1}", "-{f1}", "−{f1}", "−{f1}%", "({f1})", "{f1}[1][2]", "[1]{f1}", "<f1>", "{n1}", "{d1}"):
        yield "key", true.replace(figure, bent.replace("1}", f"{evidence.items[0].number}}}"), 1)
    for flood in (true * 30, true + "具体情况" * 300, true + "\n" * 3000, true + "，" * 100, true + "（" * 50, "该" * 500 + true, true.replace("。", "。" + "见[1]。" * 200), "{d1}，" * 200 + true, "{q1}，" * 200 + true, true + "{q1}。" * 100):
        yield "flood", flood
    for dressed in (f"**{true}**", f"# {true}", f"> {true}", f"`{true}`", f"[{true}](http://e.example)", f"\x1b[31m{true}", f"<b>{true}</b>", f"&#53;{true}", f"{true}\\u0035", f"%35{true}", f"{true}&nbsp;5", f"$\\frac{{1}}{{3}}$ {true}", f"{true}\r五千万", f"{true}\t5", f"“{true}”", f"《{true}》", f"{true}…", f"{true}?", f"{true}!", f"JSON: {{\"f1\": 5}} {true}"):
        yield "dress", dressed
