"""`jifen score`: a file for people, lines and tables for programs, and ways to get them wrong."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main, scoring
from replies.wording import condition_lines
from scoring import ITEMS, application_year, parse_facts, score, to_contract, verdict

Run = Callable[..., tuple[int, str, str]]
TODAY = date(2026, 11, 25)
EXAMPLE = files("scoring").joinpath("examples", "renter.json").read_text("utf-8")
FACTS: dict[str, Any] = json.loads(EXAMPLE)["facts"]


def contract_of(facts: dict[str, Any]) -> dict[str, object]:
    found = score(parse_facts(facts), 2027)
    return to_contract(found, condition_lines(found.eligibility))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command in this process, in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(scoring, "_today", lambda: TODAY)

    def run(*args: str, stdin: str | bytes = b"") -> tuple[int, str, str]:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "argv", ["jifen", "score", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        code = main()
        out, err = capsys.readouterr()
        return code, out, err

    return run


def put(name: str, value: object) -> str:
    """A file in the present folder with JSON, or with text as it is."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    Path(name).write_text(text, "utf-8")
    return name


def test_the_sheet_is_short_unless_all_is_wanted(run: Run) -> None:
    code, out, err = run("-", stdin=EXAMPLE)
    assert (code, err) == (0, "")
    assert len(out.splitlines()) <= 25
    assert out.startswith("2027 年可以申报，积分 110.46 分。")
    assert "下一步：" in out
    assert "就业 61.25" in out
    _, full, _ = run("-", "--full", stdin=EXAMPLE)
    assert "依据：" in full
    assert len(full.splitlines()) > len(out.splitlines())


def test_the_example_is_a_file_that_can_be_scored(run: Run) -> None:
    code, example, _ = run("--example")
    assert code == 0
    assert run("-", stdin=example)[0] == 0


def test_facts_may_stand_alone_or_with_year_and_id(run: Run) -> None:
    alone = run(put("alone.json", FACTS))
    beside = run(put("beside.json", FACTS | {"year": 2027}))
    inside = run(put("inside.json", {"id": "x", "year": 2027, "facts": FACTS}))
    assert alone == beside == inside


def test_one_default_year_for_file_line_and_table(run: Run) -> None:
    year = application_year(TODAY)
    assert run(put("a.json", FACTS))[1].startswith(f"{year} 年")
    _, out, _ = run("--jsonl", stdin=json.dumps({"id": 1, "facts": FACTS}))
    assert json.loads(out)["year"] == year
    _, out, _ = run(put("a.csv", "birth\n1985-01\n"))
    assert next(csv.DictReader(io.StringIO(out)))["year"] == str(year)
    assert run("a.json", "--year", "2025")[1].startswith("2025 年")


def test_json_is_the_verdict(run: Run) -> None:
    code, out, _ = run("-", "--json", stdin=EXAMPLE)
    found, told = json.loads(out), verdict(parse_facts(FACTS), TODAY, 2027)
    assert code == 0
    assert found["total"] == found["low"] == f"{told.low:.2f}"
    assert found["next_step"]["step"] == told.next_step.step.value
    assert [each["key"] for each in found["advice"]] == [each.key for each in told.advice]
    assert {row["year"] for row in found["years"]} == set(range(2027, 2037))
    assert found["next_line"]["coverage"] is not None


WRONG_FILES = {
    "bad.json": ('{"facts": {\n  "birth": 1985-03\n}}', "第 2 行第"),
    "list.json": ("[1]", "应当是一个 JSON 对象"),
    "twice.json": ('{"birth": "1985-01", "birth": "1986-01"}', "birth：写了两次"),
    "top.json": ('{"fakts": {}, "facts": {}}', "没有 fakts 这一项，是不是 facts"),
    "unknown.json": ('{"facts": {"brith": "1985-01"}}', "birth"),
    "year.json": ('{"year": "2027", "facts": {}}', "year 不是整数"),
    "empty.json": (" \n", "里面是空的"),
    "wrapped.json": ('{"year": 2027, "fact": {}}', "没有 fact 这一项，是不是 facts"),
    "old.json": ('{"year": 1999, "facts": {}}', "1999"),
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_wrong_file_is_one_line_that_says_where(run: Run, name: str) -> None:
    text, said = WRONG_FILES[name]
    code, out, err = run(put(name, text))
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert said in err
    assert "Traceback" not in err


def test_all_wrong_fields_are_said_at_once(run: Run) -> None:
    wrong = {"birth": "x", "sex": "man", "detentions": -1, "homes": [{"kind": "tent"}], "nope": 1}
    _, _, err = run(put("many.json", wrong))
    assert all(field in err for field in ("birth", "sex", "detentions", "homes[0].kind", "nope"))


@pytest.mark.parametrize("shape", [(), ("--full",), ("--json",)])
def test_no_sheet_gives_points_for_facts_that_cannot_all_be_true(
    run: Run, shape: tuple[str, ...]
) -> None:
    unborn = put("unborn.json", FACTS | {"birth": "2030-01"})
    code, out, err = run(unborn, *shape)
    assert (code, out) == (1, "")
    assert "出生年月在 2026 年年底之后" in err


def test_another_encoding_is_named(run: Run) -> None:
    Path("gbk.json").write_bytes('{"jobs": [{"district": "海淀"}]}'.encode("gbk"))
    code, _, err = run("gbk.json")
    assert code == 1
    assert "UTF-8" in err


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--jsonl", "-"),
        ("-", "--json", "--full"),
        ("-", "--csv", "--json"),
        ("nowhere.json",),
        ("-", "--year", "x"),
    ],
)
def test_a_wrong_call_is_2(run: Run, args: tuple[str, ...]) -> None:
    code, out, err = run(*args, stdin="{}")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_a_bad_line_names_its_number_and_harms_no_other(run: Run) -> None:
    good = json.dumps({"id": "a", "year": 2027, "facts": FACTS})
    bad = [
        ("{", "第 2 行第 2 个字"),
        ("[1]", "第 3 行不是 JSON 对象"),
        ('{"facts": {}}', "第 4 行缺少 id"),
        ('{"id": 5, "fact": {}}', "没有 fact 这一项，是不是 facts"),
        ('{"id": 6, "facts": {"sex": "man", "birth": 3}}', "sex"),
        ('{"id": 7, "id": 8, "facts": {}}', "id：写了两次"),
        ('{"id": 8, "year": true, "facts": {}}', "year 不是整数"),
        ('{"id": 9, "facts": {"birth": "1985-01", "insurance": {"months": 1000}}}', "1000"),
        ('{"id": NaN, "facts": {}}', "第 10 行：NaN 和 Infinity 不是 JSON"),
    ]
    stdin = "\n".join([good, *(line for line, _ in bad), good])
    code, out, err = run("--jsonl", stdin=stdin)
    found = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (1, "")
    told = score(parse_facts(FACTS), 2027)
    reasons = condition_lines(told.eligibility)
    assert found[0] == found[-1] == {"id": "a"} | to_contract(told, reasons)
    for (_, said), line in zip(bad, found[1:-1], strict=True):
        assert said in line["error"]
    assert found[5]["id"] == 6


def table(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_a_table_scores_what_the_facts_score(run: Run) -> None:
    header = (
        "id,year,birth,sex,residence_permit,criminal_record,insurance.months,"
        "insurance.continuous_months,insurance.repaid_months,homes[0].kind,homes[0].months,"
        "homes[1].kind,homes[1].months,education.diploma,education.degree,"
        "education.overlap_months,tax_years"
    )
    row = "a,2020,1974-06,male,是,false,249,249,0,owned,151,rented,98,master,master,35,2018;2019"
    code, out, err = run("-", "--csv", stdin=f"{header}\n{row}\n\n")
    facts = parse_facts(
        {
            "birth": "1974-06",
            "sex": "male",
            "residence_permit": True,
            "criminal_record": False,
            "insurance": {"months": 249, "continuous_months": 249, "repaid_months": 0},
            "homes": [{"kind": "owned", "months": 151}, {"kind": "rented", "months": 98}],
            "education": {"diploma": "master", "degree": "master", "overlap_months": 35},
            "tax_years": [2018, 2019],
        }
    )
    told = score(facts, 2020)
    (found,) = table(out)
    assert (code, err) == (0, "")
    assert found["total"] == f"{told.total:.2f}"
    assert {item: found[item] for item in ITEMS} == {
        line.item: f"{line.points:.2f}" for line in told.lines
    }
    assert found["missing"].split() == list(told.missing)


def test_dates_stand_in_a_cell_with_a_wave(run: Run) -> None:
    text = "insurance.periods,insurance.repaid\n2008-07~2015-03;2015-05~now,2015-04\n"
    _, out, _ = run("-", "--csv", stdin=text)
    months = (2015 - 2008) * 12 + (3 - 7) + 1 + (2026 - 2015) * 12 + 12 - 5 + 1
    assert table(out)[0]["employment"] == f"{months / 4:.2f}"


def test_a_wrong_row_harms_no_other_and_names_its_fields(run: Run) -> None:
    text = "id,birth,sex\n1,1985-01,male\n2,85-01,man\n3,1985-01,male,more\n4,1985-01,\n"
    code, out, _ = run(put("people.csv", text))
    rows = table(out)
    assert code == 1
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert [bool(row["error"]) for row in rows] == [False, True, True, False]
    assert "birth" in rows[1]["error"]
    assert "sex" in rows[1]["error"]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("brith", "没有 brith 这一列，是不是 birth"),
        ("birth,birth", "birth 这一列写了两次"),
        ("zzz", "没有 zzz 这一列"),
        ("", "表格是空的"),
        ("birth;sex", "各列要用逗号分开"),
        ("birth\tsex", "各列要用逗号分开"),
    ],
)
def test_a_wrong_header_stops_the_table(run: Run, header: str, said: str) -> None:
    code, out, err = run("-", "--csv", stdin=header + "\n")
    assert (code, out) == (1, "")
    assert said in err


def test_a_table_takes_yes_and_no_as_people_write_them(run: Run) -> None:
    words = {"true": "yes 是 有 对 TRUE", "false": "no 否 没有 无 不是 没"}
    for meant, given in words.items():
        wanted = contract_of({"honour": meant == "true"})["total"]
        rows = "".join(f"{each}\n" for each in given.split())
        code, out, _ = run("-", "--csv", stdin="honour\n" + rows)
        assert code == 0
        assert {row["total"] for row in table(out)} == {wanted}


@pytest.mark.parametrize("cell", ['"1985-01', "1" * 200_000])
def test_a_row_that_is_no_csv_is_one_clear_line(run: Run, cell: str) -> None:
    code, _, err = run("-", "--csv", stdin=f"birth,sex\n{cell},male\n")
    assert code == 1
    assert err.startswith("第 2 行不是 CSV")
    assert err.count("\n") == 1


def test_many_lines_come_back_in_order_and_only_bad_ones_fail(run: Run) -> None:
    rows = [json.dumps({"id": n, "facts": {"insurance": {"months": n % 200}}}) for n in range(2500)]
    rows[1700] = "{"
    code, out, _ = run("--jsonl", stdin="\n".join(rows))
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [row["id"] for row in found] == [n if n != 1700 else None for n in range(2500)]
    assert "第 1701 行" in found[1700]["error"]
    assert found[1234]["items"]["employment"] == f"{1234 % 200 / 4:.2f}"


def test_a_line_is_answered_before_the_next_one_is_sent() -> None:
    """A program that waits for each answer must not wait for ever."""
    command = [sys.executable, "-c", "from bot.cli import main; raise SystemExit(main())"]
    with subprocess.Popen(
        [*command, "score", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for n in range(3):
            process.stdin.write(json.dumps({"id": n, "facts": {}}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == n
        process.stdin.close()
        assert process.wait() == 0
