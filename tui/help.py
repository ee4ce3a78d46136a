"""F1: what the keys do, and what kinds of question are understood."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.text import shown

KEYS = (
    ("回车", "提问；方向键 上/下 取回以前的问题"),
    ("Esc", "不再等语言模型，由规则作答；再按取消问题；否则回到输入行，再按清空"),
    ("1-9", "输入行为空时，跳到第几条依据；随后可按 o、y"),
    ("o, Ctrl+O", "在 Datasette 中打开选中的那一行（必要时先启动网页服务）"),
    ("y, Ctrl+Y", "把答复连同依据复制为 Markdown"),
    ("a-n", "问题有几种理解时，选其中一种；或方向键选中后回车"),
    ("F2", "显示或收起依据；窄屏时在对话与依据之间切换"),
    ("F3", "依据、数值、查询之间切换"),
    ("PageUp, PageDown", "翻看对话"),
    ("Ctrl+Up, Ctrl+Down", "选上一个、下一个答复"),
    ("Tab", "在输入行、答复、依据之间移动"),
    ("Ctrl+N, Ctrl+R", "新对话；打开旧对话，连同依据"),
    ("Ctrl+P", "全部命令：导出 Markdown、文件、勾稽检查、明暗主题"),
    ("Ctrl+Q", "退出；对话已自动保存"),
)
KINDS = (
    "数额：某部门某年的收入、支出、三公经费、某个科目、项目、政府采购、购买服务",
    "计算：占比、比上年增减、差额、合计、平均、排名、筛选、单位换算",
    "追问：“其中公务接待费呢？”“去年呢？”“换算成亿元”",
    "绩效：某项目的目标与指标；文字说明、名词解释",
    "核对：哪些数对不上；某个数出自哪里",
)


def help_text() -> str:
    """The whole page as plain text."""
    keys = "\n".join(f"  {key}：{meaning}" for key, meaning in KEYS)
    kinds = "\n".join(f"  {kind}" for kind in KINDS)
    honest = "没有收录的年度、部门或内容，会直说没有，并说明收录了什么。空白、零、空表、缺表、未收录是五种不同的答复。"
    model = "语言模型：标题栏右端是问题和证据发往的地址，以及用去的 token；“不用模型”即什么也不发出。数字总由程序取自原表，模型只提议读法和词句。"
    return f"按键\n{keys}\n\n可以问\n{kinds}\n\n{honest}\n\n{model}"


class HelpScreen(ModalScreen[None]):
    """The help page; any of Esc, F1, q closes it."""

    BINDINGS: ClassVar = [("escape,f1,q", "dismiss", "关闭")]

    def compose(self) -> ComposeResult:
        yield Static(shown("帮助（Esc 关闭）"), classes="list-title")
        with VerticalScroll():
            yield Static(shown(help_text()))
