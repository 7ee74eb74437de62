"""`survey` (问卷): start a round from a shipped template or a file of one's own, read and export it."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TypeAlias

import sqlalchemy as sa

from commands.printing import require_writable
from context import Context
from homework.days import SHANGHAI
from homework.plan import SchoolPlan
from homework.surveys import Respondent, TemplateMistakes
from homework.surveys.cells import Cell, to_csv
from homework.surveys.export import table
from homework.surveys.windows import FURTHEST_DAYS, may_open_on
from homework.wording import surveys as wording
from models.surveys.codes import replace_code
from models.surveys.questionnaires import Survey
from models.surveys.reading import Round, read_round
from models.surveys.rounds import (
    AlreadyOpen,
    Launch,
    NobodyAsked,
    close_survey,
    find_survey,
    issue_codes,
    links_of,
    start_survey,
    surveys_of,
)
from models.surveys.templates import TemplateFile, read_template_file, shipped_templates
from models.workbook import to_xlsx
from opening import NotReady, add_config, load, open_context, pick_school


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="做什么")
    start = _act(acts, "start", "发起一轮,打印各班链接")
    start.add_argument("template", help=f"{'、'.join(shipped_templates())},或自己写的 .toml 文件")
    start.add_argument("--grade", type=int, action="append", help="年级,可写多次;不写就是全部")
    start.add_argument("--class", dest="slugs", action="append", help="班级 3-2,可写多次")
    start.add_argument("--role", action="append", choices=list(Respondent), help="请谁填,可写多次")
    start.add_argument("--opens", type=_day, help="哪天7:00开始,如 2026-11-30;不写就是现在")
    start.add_argument("--codes", action="store_true", help="要填写码,一码一份")
    _act(acts, "list", "列出各轮问卷")
    codes = _numbered(acts, "codes", "生成填写码(CSV:class,code,url),只显示这一次")
    codes.add_argument("--class", dest="slug", help="班级 3-2;不写是教师")
    codes.add_argument("--count", type=int, required=True, help="几个")
    replace = _numbered(acts, "replace", "换一个填写码:旧码和用它填的答卷一起作废")
    replace.add_argument("code", help="要换掉的填写码")
    results = _numbered(acts, "results", "看一轮的汇总,人少的不显示")
    results.add_argument("--json", action="store_true", help="给程序读的写法")
    export = _numbered(acts, "export", "导出汇总")
    export.add_argument("--out", type=Path, required=True, help="文件名以 .csv 或 .xlsx 结尾")
    _numbered(acts, "close", "现在截止")


Acts: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What add_subparsers returns; argparse has no public name for it."""


def _act(acts: Acts, name: str, words: str) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=words, description=words)
    add_config(parser)
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("日期写成 2026-11-30 这样") from None


def _numbered(acts: Acts, name: str, words: str) -> argparse.ArgumentParser:
    parser = _act(acts, name, words)
    parser.add_argument("number", type=int, help="问卷号,见 survey list")
    return parser


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    if arguments.act == "start":
        return _start(context, plan, arguments)
    if arguments.act == "list":
        return _list(context, plan)
    survey = _find(context, plan, arguments.number)
    if arguments.act == "codes":
        return _codes(context, survey, arguments)
    if arguments.act == "replace":
        return _replace(context, survey, arguments.code)
    if arguments.act == "close":
        now = context.clock.now()
        context.store.write(lambda connection: close_survey(connection, survey, now))
        print(wording.CLOSED_NOW)
        return 0
    with context.store.reading() as connection:
        found = read_round(connection, survey, context.clock.now())
    return _export(found, arguments.out) if arguments.act == "export" else _show(found, arguments)


def _start(context: Context, plan: SchoolPlan, arguments: argparse.Namespace) -> int:
    file, now = _template(arguments.template), context.clock.now()
    today = now.astimezone(SHANGHAI).date()
    if arguments.opens is not None and not may_open_on(arguments.opens, today):
        raise NotReady(f"--opens 写今天起{FURTHEST_DAYS}天以内的日期")
    launch = Launch(
        file.template,
        file.text,
        grades=frozenset(arguments.grade or plan.classes),
        roles=frozenset(Respondent(each) for each in arguments.role or file.template.roles),
        slugs=frozenset(arguments.slugs or ()),
        needs_code=arguments.codes,
        opens_on=arguments.opens,
    )
    try:
        survey = context.store.write(lambda connection: start_survey(connection, plan, launch, now))
    except AlreadyOpen:
        raise NotReady(wording.ALREADY_OPEN) from None
    except NobodyAsked:
        raise NotReady(wording.NO_TARGET) from None
    print(f"{survey.number}号 {_line(context, survey)}")
    for name, public in _links(context, survey).items():
        print(f"{name or '教师'}  {context.address(f'/q/{public}')}")
    return 0


def _template(name: str) -> TemplateFile:
    shipped = shipped_templates().get(name)
    if shipped is not None:
        return shipped
    try:
        return read_template_file(Path(name))
    except TemplateMistakes as mistakes:
        raise NotReady(str(mistakes)) from None
    except (OSError, UnicodeDecodeError):
        known = "、".join(shipped_templates())
        raise NotReady(f"没有这份问卷模板 {name}。自带的有:{known}") from None


def _list(context: Context, plan: SchoolPlan) -> int:
    with context.store.reading() as connection:
        surveys = surveys_of(connection, plan.id)
    for survey in surveys:
        print(f"{survey.number}号 {_line(context, survey)}")
    if not surveys:
        print("还没有问卷。发起一轮:python app.py survey start weekly-sleep")
    return 0


def _line(context: Context, survey: Survey) -> str:
    opens, closes = (at.astimezone(SHANGHAI) for at in (survey.opens_at, survey.closes_at))
    state = wording.state_words(context.clock.now(), opens, closes)
    title = wording.round_words(survey.title, survey.round)
    return f"{title} {state} {wording.span_words(opens, closes)}"


def _links(context: Context, survey: Survey) -> dict[str, str]:
    """Public links by class slug, the teachers' under ""."""
    day = survey.opened_on
    with context.store.reading() as connection:
        return {
            "" if each is None else each.slug(day): public
            for public, each in links_of(connection, survey)
        }


def _find(context: Context, plan: SchoolPlan, number: int) -> Survey:
    with context.store.reading() as connection:
        survey = find_survey(connection, plan.id, number)
    if survey is None:
        raise NotReady(f"没有{number}号问卷。python app.py survey list 列出全部")
    return survey


def _codes(context: Context, survey: Survey, arguments: argparse.Namespace) -> int:
    public = _links(context, survey).get(arguments.slug or "")
    if not survey.needs_code:
        raise NotReady("这一轮不用填写码。要用,发起时加 --codes")
    if public is None or arguments.count < 1:
        raise NotReady("这一轮没有发给这个班,或个数不对")

    def job(connection: sa.Connection) -> list[str]:
        return issue_codes(connection, public, arguments.count)

    writer = csv.writer(sys.stdout)
    writer.writerow(("class", "code", "url"))
    for code in context.store.write(job):
        url = context.address(f"/q/{public}?code={code}")
        writer.writerow((arguments.slug or "教师", code, url))
    return 0


def _replace(context: Context, survey: Survey, code: str) -> int:
    """For a family whose code somebody else has used: theirs counts from now on."""
    if context.clock.now() >= survey.closes_at:
        raise NotReady("这一轮已经截止,不能再换填写码")
    keys, typed = context.keys, code.strip().lower()
    fresh = context.store.write(lambda each: replace_code(each, keys, survey, typed))
    if fresh is None:
        raise NotReady("这一轮没有这个填写码,请核对一下字母和数字")
    print(f"新的填写码:{fresh}  旧码和用它填的答卷已作废。")
    return 0


def _rows(found: Round) -> list[tuple[Cell, ...]]:
    places = found.places[:1] if found.is_open else found.places
    return table(found.results, [(each.name, each.scope) for each in places])


def _show(found: Round, arguments: argparse.Namespace) -> int:
    header, *rows = _rows(found)
    if arguments.json:
        named = [dict(zip(map(str, header), row, strict=True)) for row in rows]
        print(json.dumps(named, ensure_ascii=False, indent=2))
        return 0
    if found.is_open:
        print(wording.OPEN_NOTE)
    _print(rows)
    return 0


def _print(rows: Iterable[tuple[Cell, ...]]) -> None:
    last: tuple[Cell, ...] = ()
    for where, role, asked, answer, count, percent, _, _ in rows:
        if (where, role, asked) != last:
            last = (where, role, asked)
            print(f"{where} · {role} · {asked}")
        figures = "" if count is None else f"  {percent}% ({count}份)"
        print(f"    {answer}{figures}")


def _export(found: Round, out: Path) -> int:
    rows = _rows(found)
    if out.suffix not in {".csv", ".xlsx"}:
        raise NotReady("文件名要以 .csv 或 .xlsx 结尾")
    require_writable(out)
    out.write_bytes(to_csv(rows) if out.suffix == ".csv" else to_xlsx({"汇总": rows}))
    print(f"{len(rows) - 1}行,已存到 {out}")
    return 0
