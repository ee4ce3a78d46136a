"""The numbers that Word prints before paragraphs (一、 （二） 3.) and does not store in their text."""

from dataclasses import dataclass, field

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCountingThousand",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    form: str
    text: str
    """`%1.%2`: the levels whose counters are printed, and what stands around them."""
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of a document in their order."""

    lists: dict[str, dict[int, Level]]
    styles: dict[str, tuple[str, int]]
    """Style id -> list and level of its paragraphs."""
    counters: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, document) -> "Numbering":
        """The lists of a document of python-docx; without any, every label is empty."""
        roots = [part.target_part for part in document.part.rels.values() if not part.is_external and part.reltype.endswith("/numbering")]
        lists = _lists(roots[0].element) if roots and hasattr(roots[0], "element") else {}
        return cls(lists, _styles(document.styles.element))

    def label(self, paragraph) -> str:
        """What is printed before the paragraph; moves its counter on."""
        found = _reference(paragraph) or self.styles.get(_value(paragraph, "pPr/pStyle") or "")
        if found is None or found[1] not in self.lists.get(found[0], {}):
            return ""
        name, depth = found
        levels = self.lists[name]
        self.counters[name, depth] = self.counters.get((name, depth), levels[depth].start - 1) + 1
        for deeper in range(depth + 1, 9):
            self.counters.pop((name, deeper), None)
        label = levels[depth].text
        for number in range(depth, -1, -1):
            level = levels.get(number)
            if level:
                label = label.replace(f"%{number + 1}", numeral(self.counters.get((name, number), level.start), level.form))
        return label + " " if label[-1:].isascii() and label else label


def numeral(number: int, form: str) -> str:
    """The number as a list of this form prints it; "" for bullets."""
    if form in _CHINESE:
        return _chinese(number)
    if form == "decimalEnclosedCircleChinese" or form == "decimalEnclosedCircle":
        return chr(0x245F + number) if 1 <= number <= 20 else str(number)
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    return "" if form in ("bullet", "none") else str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _lists(root) -> dict[str, dict[int, Level]]:
    abstract = {
        one.get(W + "abstractNumId"): {int(lvl.get(W + "ilvl")): _level(lvl) for lvl in one.findall(W + "lvl")}
        for one in root.findall(W + "abstractNum")
    }
    return {one.get(W + "numId"): abstract.get(_value(one, "abstractNumId"), {}) for one in root.findall(W + "num")}


def _level(element) -> Level:
    form = _value(element, "numFmt") or "decimal"
    return Level(form, "" if form == "bullet" else _value(element, "lvlText") or "", int(_value(element, "start") or 1))


def _styles(root) -> dict[str, tuple[str, int]]:
    return {style.get(W + "styleId"): found for style in root.findall(W + "style") if (found := _reference(style))}


def _reference(element) -> tuple[str, int] | None:
    name = _value(element, "pPr/numPr/numId")
    return (name, int(_value(element, "pPr/numPr/ilvl") or 0)) if name else None


def _value(element, path: str) -> str | None:
    found = element.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(W + "val")
