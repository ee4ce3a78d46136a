"""`yusuan ask` on a terminal of its own: sentences come as each is checked, Ctrl+C lets go of the model alone."""

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from openai_server import Said, serve
from papers import Paper, database

CHECKOUT = Path(__file__).parents[2]
QUESTION = "办公费和差旅费分别是多少"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terminal")
    database(folder, Paper("海州市教育局", 2025))
    return folder


class Terminal:
    """The command on a pseudo-terminal."""

    def __init__(self, data, url, *arguments):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUSUAN_", "OPENAI_"))}
        model = {"YUSUAN_LLM_MODEL": "m", "YUSUAN_LLM_BASE_URL": url} if url else {}
        self._end, theirs = pty.openpty()
        command = [sys.executable, "-m", "tui.cli", "--data", str(data), *arguments]
        self.process = subprocess.Popen(
            command, cwd=CHECKOUT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env={**kept, "YUSUAN_CONFIG": os.devnull, "YUSUAN_LLM_DEADLINE": "20", **model}
        )
        os.close(theirs)
        self._bytes = b""

    def seen(self):
        return self._bytes.decode("utf-8", "replace").replace("\r\n", "\n")

    def until(self, text, seconds=20.0):
        end = monotonic() + seconds
        while text not in self.seen():
            assert monotonic() < end, self.seen()
            if select.select([self._end], [], [], 0.1)[0]:
                try:
                    self._bytes += os.read(self._end, 4096)
                except OSError:  # Linux says so where the other end is closed
                    break
        return self.seen()

    def finished(self):
        self.until("\0 never printed", seconds=30)  # to the end
        status = self.process.wait(10)
        os.close(self._end)
        return status, self.seen()


def test_a_sentence_is_printed_before_the_next_is_sent_and_the_rest_below(data):
    gate = Event()
    with serve(lambda asked: Said(steps=("{n1}为{f1}。", gate, "{n2}为{f2}。"))) as server:
        terminal = Terminal(data, server.url, "ask", QUESTION)
        before = terminal.until("办公费为 12.4 万元[1]。")
        assert f"正在等语言模型（{server.url[7:-3]}）" in before and "差旅费" not in before
        gate.set()
        status, seen = terminal.finished()
    assert status == 0
    assert seen.split("\n", 1)[1].startswith("海州市教育局2025年预算：办公费为 12.4 万元[1]。差旅费为 6.1 万元[2]。\n\n依据：\n[1] ")
    assert seen.count("差旅费为 6.1") == 1


def test_a_lie_after_a_true_sentence_is_replaced_by_the_rules_answer(data):
    with serve(lambda asked: Said("{n1}为{f1}。{n2}为五千万元。")) as server:
        status, seen = Terminal(data, server.url, "ask", QUESTION).finished()
    assert status == 0 and "五千万" not in seen
    assert "办公费为 12.4 万元[1]。\n（语言模型后面的句子没有采用，答句改为：）\n海州市教育局2025年预算：办公费为 12.4 万元[1]；\n" in seen
    assert "注意：\n  语言模型写的句子没有通过核对，这里是规则写的答句。" in seen


def test_ctrl_c_during_a_hang_leaves_the_rules_answer(data):
    with serve(lambda asked: Said(hang=60)) as server:
        terminal = Terminal(data, server.url, "ask", "公务接待费多少")
        terminal.until("正在等语言模型")
        begun = monotonic()
        os.kill(terminal.process.pid, signal.SIGINT)
        status, seen = terminal.finished()
    assert status == 0 and monotonic() - begun < 10
    assert "公务接待费为 1.25 万元[1]" in seen and "已停止等待模型。这里是规则写的答句。" in seen and "Traceback" not in seen


def test_without_a_model_the_same_is_printed_as_to_a_file(data):
    status, seen = Terminal(data, "", "ask", QUESTION).finished()
    command = [sys.executable, "-m", "tui.cli", "--data", str(data), "ask", QUESTION]
    plain = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, env={**os.environ, "YUSUAN_CONFIG": os.devnull}).stdout
    assert (status, seen) == (0, plain)
