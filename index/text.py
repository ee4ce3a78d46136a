"""Text from outside made safe and comparable, without changing what a reader of the page sees."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f"  # C0 but tab and the separators, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width and bidi controls
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"  # variation selectors, annotations, tags
)
_SEPARATORS = re.compile("[\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")

# CJK Radicals Supplement has no compatibility mapping in Unicode; the pairs follow EquivalentUnifiedIdeograph.txt.
_PAIRS = "⺁厂⺇几⺈刀⺎兀⺒巳⺓幺⺛无⺝月⺟母⺠民⺩王⺪疋⺫目⺬示⺮竹⺶羊⺷羊⺻聿⺼月⺽臼⻁虎⻄西⻅见⻆角⻉贝⻊足⻋车⻑長⻓长⻔门⻕阜⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
_SUPPLEMENT = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))


def clean(text: str) -> str:
    """The text without control, bidi and zero-width characters; line counts stay as `text.split("\\n")` gives them.

    `\\r\\n` becomes `\\n`; every other separator (vertical tab, form feed, NEL, U+2028) becomes a space, so that the numbers on its two
    sides are never joined. Radical look-alikes, which PDF fonts give in place of characters (⽀ for 支, ⺠ for 民), become the characters.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _SEPARATORS.sub(" ", text.replace("\r\n", "\n"))
    text = _SURROGATES.sub("\ufffd", _INVISIBLE.sub("", text))
    return _RADICALS.sub(lambda match: _SUPPLEMENT.get(match[0]) or unicodedata.normalize("NFKC", match[0]), text)
