"""The site over HTTP, on a database whose every value is known and half of it hostile."""

import csv
import http.client
import io
import json
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import database
import pytest

from index.errors import InputError, StoreError
from index.published import database_of
from tui import serve
from tui.site import labels
from tui.site.csv_export import harmless

ROW = f"{database.PARK}-t01-r002"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a database."""
    folder = tmp_path_factory.mktemp("secretfolder")
    database.write(database_of(folder))
    return folder


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[str]:
    """Address of a running site."""
    server = serve.start_beside(data, port=0)
    yield server.url
    server.stop()


def get(site: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body; redirects are not followed."""
    connection = http.client.HTTPConnection(site.removeprefix("http://"), timeout=20)
    connection.request("GET", urllib.parse.quote(path, safe="/?=&:+%~"))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def page(site: str, path: str) -> str:
    """A page that is there."""
    status, _, body = get(site, path)
    assert status == 200, body.decode()
    return body.decode()


def rows(site: str, path: str) -> list[dict]:
    """A page's rows as JSON."""
    joined = "&" if "?" in path else "?"
    base, _, query = path.partition("?")
    return json.loads(page(site, f"{base}.json{'?' + query if query else ''}{joined if query else '?'}_shape=array"))


@pytest.mark.parametrize(
    ("table", "key", "seen"),
    [
        ("source_row", ROW, "7.526202"),
        ("three_public", ROW, "75,262.02 元"),
        ("project", f"{database.PARK}-t01-r003", "甲项目"),
        ("indicator", f"{database.PARK}-t01-r004", "受理量"),
        ("passage", f"{database.PARK}-p001", "评审由纪检监察组监督"),
        ("check_result", f"{database.PARK}-k001", "相差 6.55 万元"),
        ("document", database.PARK, "2026-park.txt"),
        ("fact", f"{ROW}-c1", "0.976202"),
    ],
)
def test_a_citation_opens_the_row_that_it_names(site: str, table: str, key: str, seen: str) -> None:
    assert seen in page(site, f"/budget/{table}/{key}")


def test_a_printed_rows_page_shows_its_document_place_and_neighbours(site: str) -> None:
    text = page(site, f"/budget/three_public/{ROW}")
    for seen in ("2026-park.txt", "园区管理委员会", "预算10表", "单位：万元", "第 225 行", '<tr class="current">', "甲项目"):
        assert seen in text


@pytest.mark.parametrize(("words", "count"), [("三公", 4), ("三公经费", 4), ("甲项目", 1), ("甲", 1), ("19565", 1), ("维修(护)费", 0), ('"三公', 4), ("", 4)])
def test_the_search_box_finds_words_of_any_length(site: str, words: str, count: int) -> None:
    assert len(rows(site, f"/budget/source_row?_search={words}")) == count


def test_passages_are_searched_too(site: str) -> None:
    assert [row["heading"] for row in rows(site, "/budget/passage?_search=纪检")] == ["三公经费情况"]


def test_foreign_keys_show_names(site: str) -> None:
    assert ">2026-park.txt</a>" in page(site, "/budget/source_table")


def test_amounts_read_in_yuan_beside_the_exact_fen(site: str) -> None:
    assert '<span class="amount">195,650,000.00 元</span><br><span class="yuan">19,565,000,000 分</span>' in page(site, "/budget/project")


def test_columns_are_headed_in_chinese(site: str) -> None:
    text = page(site, "/budget/three_public")
    for heading in ("公务接待费（分）", "三公经费", "层级", "位置"):
        assert heading in text


@pytest.mark.parametrize("query", sorted(labels.metadata()["databases"]["budget"]["queries"]))
def test_every_saved_query_runs(site: str, query: str) -> None:
    described = labels.metadata()["databases"]["budget"]["queries"][query]
    text = page(site, f"/budget/{query}?department=&year=&name=&project=&file=&amount=7.526202&measure=reception&words=三公")
    assert described["title"] in text
    assert "message-error" not in text


def test_saved_queries_give_what_they_say(site: str) -> None:
    assert [row["name"] for row in rows(site, "/budget/indicators_of_project?project=甲")] == ["受理量"]
    assert [row["row_id"] for row in rows(site, "/budget/where_printed?amount=0.9762020")] == [ROW]
    assert [row["message"] for row in rows(site, "/budget/failing_checks?file=park")] == ["合计与各项之和相差 6.55 万元。"]
    assert [row["three_public_total"] for row in rows(site, "/budget/three_public_by_department?department=园区&year=2026")] == [75262.02]
    assert [row["kind"] for row in rows(site, "/budget/find_words?words=三公经费")] == ["表格行"] * 4 + ["段落"]


def test_csv_opens_in_a_spreadsheet_as_it_was_meant(site: str) -> None:
    _, _, body = get(site, "/budget/source_row.csv?_stream=1")
    assert body.startswith(b"\xef\xbb\xbf") and body.count(b"\xef\xbb\xbf") == 1
    written = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert len(written) == 4
    assert written[3]["text"].startswith("'=cmd() ")
    assert written[0]["text"] == "合计 公务接待费 7.526202 0.976202 三公经费"
    assert b"\x1b" not in body
    _, _, body = get(site, "/budget/indicator.csv")
    [indicator] = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    assert (indicator["comparator"], indicator["value"], indicator["number"]) == ("=", "'=1500", "1500")


@pytest.mark.parametrize(
    ("cell", "written"), [("-12.5", "-12.5"), ("+1,000", "+1,000"), ("-", "-"), ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-x", "'-x"), ("22%", "22%")]
)
def test_numbers_stay_numbers_and_formulas_become_text(cell: str, written: str) -> None:
    assert harmless(cell) == written


@pytest.mark.parametrize("path", ["/budget/document", "/budget/source_row", f"/budget/document/{database.STREET}", "/budget/passage", "/"])
def test_what_documents_contain_is_escaped(site: str, path: str) -> None:
    assert "<script>alert" not in page(site, path)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/budget", "/-/databases", "/-/databases.json", "/-/threads.json", "/-/versions", "/-/versions.json", "/-/plugins.json", "/-/metadata.json",
        "/-/settings", "/budget.db", "/_internal", "/_internal/databases.json", "/_memory", "/nowhere", "/budget/nowhere/1", "/budget.json",
        "/budget?sql=select+*+from+pragma_database_list", "/budget.json?sql=select+*+from+pragma_database_list", "/budget?sql=attach+'/etc/passwd'+as+x",
        "/budget?sql=select+load_extension('x')", "/budget?sql=selec", "/budget/document?_sort=nope", "/-/static/../../x", "/yusuan/../serve.py",
        "/budget?sql=explain+select+1", "/budget/document?_where=nonsense(",
    ],
)  # fmt: skip
def test_no_path_of_the_machine_shows(site: str, data: Path, path: str) -> None:
    status, headers, body = get(site, path)
    seen = body.decode() + json.dumps(headers)
    for secret in (str(data), data.name, "site-packages", str(Path(serve.__file__).parent), str(Path.home()) + "/", "Traceback"):
        assert secret not in seen, (status, seen)


def test_sql_neither_attaches_nor_exhausts_memory(site: str) -> None:
    assert get(site, "/budget.json?sql=select+hex(zeroblob(100000000))")[0] == 400
    assert get(site, "/budget.json?sql=attach+':memory:'+as+x")[0] == 400


def test_a_check_leads_to_the_facts_that_it_compares(site: str) -> None:
    assert f"/-/ref/{ROW}-c0" in page(site, f"/budget/check_result/{database.PARK}-k001")
    status, headers, _ = get(site, f"/-/ref/{ROW}-c0")
    assert (status, headers["location"]) == (302, f"/budget/fact/{ROW}-c0")
    assert get(site, "/-/ref/nothing")[0] == 404


def test_a_running_site_is_found_and_a_gone_one_is_not(tmp_path: Path) -> None:
    database.write(database_of(tmp_path))
    assert serve.running_url(tmp_path) is None
    server = serve.start_beside(tmp_path, port=0)
    assert serve.running_url(tmp_path) == server.url
    left = serve.state_file(tmp_path).read_text(encoding="utf-8")
    server.stop()
    assert serve.running_url(tmp_path) is None
    serve.state_file(tmp_path).write_text(left, encoding="utf-8")
    assert serve.running_url(tmp_path) is None


def test_the_site_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    database.write(database_of(tmp_path))
    script = "import os, sys; from pathlib import Path; from tui import serve; print(serve.start_beside(Path(sys.argv[1]), 0).url, flush=True); os._exit(0)"
    root = Path(serve.__file__).parent.parent
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, timeout=60, cwd=root, stdout=subprocess.DEVNULL)
    for _ in range(100):
        if serve.running_url(tmp_path) is None:
            return
        time.sleep(0.1)
    raise AssertionError("the site still runs")


def test_a_new_index_is_served_at_once(tmp_path: Path) -> None:
    database.write(database_of(tmp_path))
    server = serve.start_beside(tmp_path, port=0)
    try:
        assert "7.526202" in page(server.url, f"/budget/three_public/{ROW}")
        database.write(database_of(tmp_path), three_public="8.000000")
        for _ in range(8):
            assert rows(server.url, "/budget/three_public")[0]["three_public"] == "8.000000"
        text = page(server.url, f"/budget/three_public/{ROW}")
        assert "80,000.00 元" in text and "7.526202" not in text
    finally:
        server.stop()


def test_a_busy_port_and_a_missing_database_are_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="还没有数据库"):
        serve.serve(tmp_path, port=0)
    with serve.bound("127.0.0.1", 0) as listener, pytest.raises(InputError, match="请用 --port 换一个端口"), serve.bound("127.0.0.1", listener.getsockname()[1]):
        pass


def test_every_column_of_the_database_has_a_chinese_heading(site: str) -> None:
    columns = rows(site, "/budget?sql=select+m.name+as+t,+c.name+as+c+from+sqlite_master+m,+pragma_table_info(m.name)+c+where+m.type='table'")
    plain = {(row["t"], row["c"]) for row in columns if not row["t"].startswith(("passage_fts", "row_fts", "sqlite_", "build", "vector"))}
    assert {pair for pair in plain if labels.label(*pair).isascii()} == set()


def test_a_printed_table_is_shown_whole_and_a_passage_with_its_place(site: str) -> None:
    table = page(site, f"/budget/source_table/{database.PARK}-t01")
    assert all(seen in table for seen in ("第 225 行", "第 300 行", "第 301 行", "=1500"))
    passage = page(site, f"/budget/passage/{database.PARK}-p001")
    assert "2026-park.txt" in passage and "第 400 行" in passage
    assert '<tr class="current">' in page(site, f"/budget/fact/{ROW}-c1")


def test_names_of_typed_columns_are_read_from_their_parts() -> None:
    assert labels.label("three_public", "reception_prior_fen") == "公务接待费，上年（分）"
    assert labels.label("basic_expenditure", "amount_final_government_fund_2_c4") == "金额，决算数，政府性基金，栏 2，第 5 列"
    assert labels.label("three_public", "abroad") == "因公出国（境）费"
    assert labels.label("document_summary", "abroad") == "因公出国（境）费（元）"
    assert labels.label("fact", "measure") == "指标"
    assert labels.label("fact", "unheard_of") == "unheard_of"
