"""Keys of the main screen; what they do is told on the help page."""

from textual.binding import Binding

DESK = [
    Binding("f2", "evidence", "依据"),
    Binding("f3", "turn", "翻页"),
    Binding("ctrl+o", "open", "打开原行"),
    Binding("ctrl+y", "copy", "复制"),
    Binding("escape", "back", "取消", show=False, priority=True),
    Binding("ctrl+up", "select(-1)", "上一个答复", show=False, priority=True),
    Binding("ctrl+down", "select(1)", "下一个答复", show=False, priority=True),
    Binding("pageup", "page(-1)", "上翻", show=False),
    Binding("pagedown", "page(1)", "下翻", show=False),
]
