"""Prose against itself: changes, percentages, shares, parts, repetitions."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from index.amounts import FEN
from index.checks.book import Book, Figure, place_words
from index.checks.verdicts import Spec, compared, percent_tolerance, said
from index.prose import Said
from index.prose import said as read_prose
from index.records import CheckResult, Passage


class Prose:
    """The statements of a document by id, passage and sentence."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def all(self) -> tuple[Said, ...]:
        return read_prose(self.book.document)

    @cached_property
    def by_id(self) -> dict[str, Said]:
        return {item.statement.id: item for item in self.all}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.book.document.passages}

    @cached_property
    def _by_passage(self) -> dict[str, list[Said]]:
        found: dict[str, list[Said]] = {}
        for item in self.all:
            found.setdefault(item.statement.passage_id, []).append(item)
        return found

    def within(self, item: Said) -> list[Said]:
        """The statements of the same passage, in order."""
        return self._by_passage[item.statement.passage_id]

    def amounts(self, item: Said) -> list[Said]:
        """The amounts of money in the same passage."""
        return [o for o in self.within(item) if o.statement.role == "amount" and o.statement.amount is not None and not o.threshold]

    def figure(self, item: Said, label: str | None = None) -> Figure:
        """A statement as one side of a check."""
        statement = item.statement
        shown = re.sub(r"(?<=\d)\s*(?=[^\d\s.,，%％])", " ", statement.printed).replace(" %", "%")
        return Figure(
            label or statement.subject or "此数", shown, amount_of(item), statement.passage_id, place_words(statement.place) + "正文",
            decimals(item), statement.unit if statement.unit in FEN else "元",
        )  # fmt: skip


def amount_of(item: Said) -> int | None:
    """Fen where the unit is money; counts in hundredths, so that they add exactly."""
    statement = item.statement
    return statement.amount if statement.unit in FEN else int(Decimal(statement.number) * 100)


def decimals(item: Said) -> int:
    """Digits printed behind the decimal point."""
    return len(item.statement.number.partition(".")[2])


def slack(item: Said) -> Decimal:
    """Half of the last printed digit, in the unit of the number."""
    return Decimal(5) / 10 ** (decimals(item) + 1)


def prose_change(prose: Prose, spec: Spec) -> Iterator[CheckResult]:
    """增长 x %, recomputed from the amount and its change, or from the amount and the one it is compared with; and changes that no amount can have."""
    for item in prose.all:
        statement = item.statement
        now = prose.by_id.get(item.of or "")
        if now is None or statement.direction is None or now.statement.unit not in FEN or now.statement.amount is None:
            continue
        if statement.role == "percent_change":
            yield from _percent(prose, spec, item, now)
        elif statement.role == "change" and statement.unit in FEN and statement.amount is not None:
            yield from _change(prose, spec, item, now)


def _percent(prose: Prose, spec: Spec, item: Said, now: Said) -> Iterator[CheckResult]:
    prior = _prior(prose, item, now)
    change = None if prior else _change_before(prose, item, now)
    if prior is None and change is None:
        return
    if prior is None and not any(_percent_of(other, None, change, item)[1] for other in prose.amounts(item) if other is not now) or prior is not None:
        exact, holds = _percent_of(now, prior, change, item)
    else:
        now = next(other for other in prose.amounts(item) if _percent_of(other, None, change, item)[1])
        exact, holds = _percent_of(now, None, change, item)
    if exact is None:
        return
    other = prior or change
    left, right = prose.figure(item, f"{now.statement.subject}{item.statement.direction}"), prose.figure(other, _label_of(other))
    words = f"{'增加' if exact >= 0 else '减少'} {abs(exact):.2f}%"
    message = (
        f"{left.place}{now.statement.subject} {now.statement.printed}，{right.place}{right.label} {other.statement.printed}，"
        f"正文写“{item.statement.direction}{item.statement.printed}”，按两数计算为{words}，{'相符' if holds else '不符'}。"
    )
    yield said(spec, "", holds, left, right, message)


def _percent_of(now: Said, prior: Said | None, change: Said | None, item: Said) -> tuple[Decimal | None, bool]:
    """The percentage of change of an amount, and whether the printed one is it within the rounding of all figures; `None` where the base is 0."""
    after, printed = Decimal(now.statement.amount), Decimal(item.statement.number)
    unit = FEN[now.statement.unit]
    if prior is not None:
        before, spread = Decimal(prior.statement.amount), slack(prior) * FEN[prior.statement.unit]
        delta = after - before
    else:
        delta = Decimal(change.statement.amount) * (1 if change.statement.direction == "增加" else -1)
        before, spread = after - delta, slack(change) * FEN[change.statement.unit] + slack(now) * unit
    if before <= 0:
        return None, False
    signed = printed if item.statement.direction == "增加" else -printed if item.statement.direction == "减少" else Decimal(0)
    exact = delta / before * 100
    room = percent_tolerance() + (spread + slack(now) * unit) / before * 100 * (1 + abs(delta) / before) + slack(item)
    return exact, abs(exact - signed) <= room


def _prior(prose: Prose, item: Said, now: Said) -> Said | None:
    """The amount of the base, where the same sentence or item prints it: 2022年当年预算执行数为1.48万元."""
    base = item.statement.base or ""
    year = re.search(r"20\d\d", base)
    for other in prose.within(item):
        statement = other.statement
        if other is now or statement.role != "amount" or statement.amount is None or statement.unit not in FEN or statement.year is None:
            continue
        same = other.core == now.core or (other.path and other.path == now.path)
        if same and year and statement.year == int(year[0]) and statement.year != now.statement.year and _stages_agree(base, other):
            return other
    return None


def _stages_agree(base: str, other: Said) -> bool:
    return ("执行" in base) == (other.statement.stage == "executed") and ("决算" in base) == (other.statement.stage == "final")


def _change_before(prose: Prose, item: Said, now: Said) -> Said | None:
    """The change of the same amount against the same base, said just before: 增加3,226.63万元，增长31.79%."""
    found = None
    for other in prose.within(item):
        if other is item:
            return found
        statement = other.statement
        if other.of == now.statement.id and statement.role == "change" and statement.unit in FEN and statement.printed[0].isdigit():
            found = other if statement.base == item.statement.base and statement.direction == item.statement.direction else found
    return None


def _change(prose: Prose, spec: Spec, item: Said, now: Said) -> Iterator[CheckResult]:
    """An increase larger than the amount itself; a change against a prior amount that is printed."""
    statement = item.statement
    room = int((slack(item) * FEN[statement.unit]) + (slack(now) * FEN[now.statement.unit]))
    near = statement.sentence == now.statement.sentence and not now.part_of or statement.subject == now.statement.subject and statement.sentence == now.statement.sentence
    if statement.direction == "增加" and statement.amount > now.statement.amount + room and near:
        left, right = prose.figure(now), prose.figure(item, f"{now.statement.subject}增加")
        message = f"{left.place}{left.label} {left.shown}，却比{statement.base or '上年'}增加 {right.shown}，增加数大于总数。"
        yield said(spec, "", False, left, right, message, now.statement.amount - statement.amount)
        return
    prior = _prior(prose, item, now)
    if prior is None:
        return
    sign = {"增加": 1, "减少": -1, "持平": 0}[statement.direction]
    expected = prior.statement.amount + sign * statement.amount
    room += int(slack(prior) * FEN[prior.statement.unit])
    label = f"{_label_of(prior)}{statement.direction}{'' if sign == 0 else ' ' + statement.printed}"
    yield compared(spec, "", prose.figure(now), (prose.figure(prior, label),), expected, room)


def _label_of(item: Said) -> str:
    statement = item.statement
    if statement.role == "change":
        return statement.direction or ""
    return f"{statement.year or ''}{'年' if statement.year else ''}{item.stage_words or ''}数" if statement.year else statement.subject


def _clip(item: Said) -> str:
    sentence = item.statement.sentence
    return sentence if len(sentence) <= 60 else f"{sentence[:58]}……"


def prose_share(prose: Prose, spec: Spec) -> Iterator[CheckResult]:
    """占 x %, 完成预算的 x %, recomputed from the two amounts that the passage prints."""
    for item in prose.all:
        statement = item.statement
        part = prose.by_id.get(item.of or "")
        if statement.role != "share" or part is None or part.statement.unit not in FEN or part.statement.amount is None:
            continue
        whole = _base_amount(prose, item, part)
        if whole is None or (whole.statement.amount == 0 and part.statement.amount == 0):
            continue
        if whole.statement.amount and not _is_share(part, whole, item):
            whole = next((other for other in prose.amounts(item) if other.statement.amount and _is_share(part, other, item)), whole)
        left, right = prose.figure(item, f"{part.statement.subject}占比"), prose.figure(whole)
        if not whole.statement.amount:
            message = f"{left.place}“{_clip(item)}”：{statement.base} {whole.statement.printed}，不可能完成 {statement.printed}。"
            yield said(spec, "", False, left, right, message)
            continue
        exact = Decimal(part.statement.amount) / whole.statement.amount * 100
        holds = _is_share(part, whole, item)
        message = (
            f"{left.place}{part.statement.subject} {part.statement.printed}，{right.label} {right.shown}，正文写 {statement.printed}，"
            f"按两数计算为 {exact:.2f}%，{'相符' if holds else '不符'}。"
        )
        yield said(spec, "", holds, left, right, message)


def _is_share(part: Said, whole: Said, item: Said) -> bool:
    """The printed percentage is the share of the part in the whole, within the rounding of the figures."""
    exact = Decimal(part.statement.amount) / whole.statement.amount * 100
    spread = slack(part) * FEN[part.statement.unit] / whole.statement.amount * 100 * 2
    return abs(exact - Decimal(item.statement.number)) <= percent_tolerance() + slack(item) + spread


def _base_amount(prose: Prose, item: Said, part: Said) -> Said | None:
    """The amount that the share is of: the whole of the list, or the amount of the passage whose subject or stage is the base."""
    base = re.sub("[“”\"数的]", "", item.statement.base or "")
    if not base or base in re.sub("[“”\"数的]", "", (prose.by_id[part.part_of].statement.subject if part.part_of else "")):
        return prose.by_id.get(part.part_of or "")
    before = []
    for other in prose.within(item):
        if other is item:
            break
        if other is not part and other.statement.role == "amount" and other.statement.unit in FEN and not other.threshold:
            before.append(other)
    for other in reversed(before):
        same = other.core == part.core or (other.path and other.path == part.path)
        if base in ("年初预算", "全年预算", "调整预算", "预算", "调整后预算"):
            if same and (other.stage_words == base or (base == "预算" and other.statement.stage in ("budget", "adjusted"))):
                return other
        elif re.sub("[“”\"数的]", "", other.statement.subject).endswith(base):
            return other
    return None
