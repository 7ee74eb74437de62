"""The program's entry (入口): the web application, and the command line that gathers commands/."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from context import Context
    from handlers.webhook_door import Door

_BLUEPRINTS = (
    "handlers.health",
    "handlers.pages.front",
    "handlers.pages.icon",
    "handlers.pages.report.school_door",
    "handlers.pages.report.form",
    "handlers.pages.survey.page",
    "handlers.pages.mine.page",
    "handlers.pages.privacy",
    "handlers.pages.policy",
    "handlers.pages.register.page",
    "handlers.pages.console.asking",
    "handlers.pages.console.registers",
    "handlers.pages.console.spot_cases",
    "handlers.pages.console.spotchecks",
    "handlers.pages.console.slips",
    "handlers.pages.console.paper",
    "handlers.pages.console.staff",
    "handlers.pages.console.group",
    "handlers.pages.console.roster",
    "handlers.pages.console.policy",
    "handlers.pages.console.deliveries",
    "handlers.pages.console.audit",
    "handlers.pages.console.second_step",
    "handlers.pages.console.trends",
    "handlers.pages.console.hearing",
    "handlers.pages.console.ledger",
    "handlers.pages.hall.display",
    "handlers.pages.hall.month",
    "handlers.pages.verify_file",
    "handlers.pages.oauth",
    "handlers.pages.remind",
    "handlers.pages.console.blueprint",
)

COMMANDS = {
    "demo": ("commands.demo", "演示:本机起一所示范学校,不需要公众号"),
    "init": ("commands.init", "建库、升级数据库、登记配置里的学校和班级"),
    "serve": ("commands.serve", "网页与公众号回调服务"),
    "scheduler": ("scheduler.command", "定时判定与发送(另一个进程)"),
    "staff": ("commands.staff", "添加、列出教职工,生成绑定码"),
    "admin-link": ("commands.admin_link", "生成一次性的管理台登录链接"),
    "menu": ("commands.menu", "公众号菜单:看、建、删"),
    "qr": ("commands.qr", "各班二维码海报"),
    "slips": ("commands.slips", "家庭反馈条"),
    "survey": ("commands.survey", "问卷:发起、列出、看汇总、导出"),
    "policy": ("commands.policy", "查看减负规则与出处,列出规则之间的矛盾"),
    "register": ("commands.register", "作业登记表:打印空表,导入补录"),
    "spotcheck": ("commands.spotcheck", "每日抽查:抽签、复核、值周表"),
    "lab": ("commands.lab", "实验室:每种设置会冤枉几次、漏掉几次"),
    "judge": ("commands.judge", "重新计算某一天各班的判定"),
    "audit-pack": ("commands.audit_pack", "合规审计材料:存什么、存多久、谁看过"),
    "breach-report": ("commands.breach_report", "泄露报告:涉及多少人、哪些信息、什么时间"),
    "backup": ("commands.backup", "备份数据库(不用停);密钥另存一处"),
    "restore": ("commands.restore", "从备份恢复;也用来从 SQLite 搬到 PostgreSQL"),
    "doctor": ("commands.doctor", "检查正式运行所需的一切,并告诉您怎么办"),
}
"""Loaded only when asked for: `serve` must not wait for what `qr` imports."""


def create_app(context: Context) -> Flask:
    """Build the web application around one running program's context."""
    from flask import Flask  # late: a worker answers WeChat before it loads the pages

    from handlers.context import put_context
    from handlers.pages.frame import protect
    from handlers.webhook_door import Door

    application = Flask(__name__)
    application.secret_key = context.keys.cookie
    put_context(application.extensions, context)
    protect(application, context)
    for name in _BLUEPRINTS:
        application.register_blueprint(import_module(name).bp)
    door = Door(application.wsgi_app, context)
    application.wsgi_app = door  # type: ignore[method-assign]  # how Flask is wrapped
    return application


def create_worker() -> Door:
    """What a web worker runs: the application of the config named in its environment.

    WeChat is answered at once; the pages are loaded beside it.
    """
    from commands.serve import CONFIG_VARIABLE, FRAMES_VARIABLE, SERVER_VARIABLE
    from commands.worker import bind_to_core, die_with_parent
    from handlers.late_pages import LatePages
    from handlers.webhook_door import Door
    from opening import load, open_context

    gc.disable()  # enabled again when the pages are loaded
    _log_to_stderr()
    die_with_parent(int(os.environ[SERVER_VARIABLE]))
    settings = load(Path(os.environ[CONFIG_VARIABLE]))
    bind_to_core(settings.site.data_dir / "run")
    frames = tuple(os.environ.get(FRAMES_VARIABLE, "").split())
    context = open_context(settings, frames)
    return Door(LatePages(lambda: _load_pages(context)), context)


def _load_pages(context: Context) -> Flask:
    try:
        return create_app(context)
    finally:
        # What is loaded now stays: no search for garbage ever looks at it again.
        gc.freeze()
        gc.enable()


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the process's exit status (2: the settings or words are wrong)."""
    _require_packages()
    from commands.arguments import Parser
    from failures import sentence_of
    from settings import SettingsMistakes

    parser = Parser(prog="app.py", description="作业秤")
    parsers = parser.add_subparsers(dest="command", required=True, metavar="命令")
    asked = arguments[0] if arguments else ""
    for name, (module, words) in COMMANDS.items():
        one = parsers.add_parser(name, help=words, description=words)
        if name == asked:
            import_module(module).add_arguments(one)
    parsed = parser.parse_args(arguments)
    _log_to_stderr()
    gc.enable()
    try:
        status = int(import_module(COMMANDS[parsed.command][0]).run(parsed) or 0)
        sys.stdout.flush()
        return status
    except SettingsMistakes as mistakes:
        print(mistakes, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # … | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            print("程序里有一处没想到的错误。请把下面的英文原样发给维护的人。", file=sys.stderr)
            raise
        print(sentence, file=sys.stderr)
        return 1


def _require_packages() -> None:
    """Say which Python to use where this one has not got what `make install` fetches."""
    if sys.version_info < (3, 11) or find_spec("sqlalchemy") is None:
        print(
            "这个 Python 里没有装本程序的软件包。先在程序文件夹里运行 make install,"
            "再把命令里的 python 写成 .venv/bin/python(Windows:.venv\\Scripts\\python)。",
            file=sys.stderr,
        )
        raise SystemExit(2)


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # A line per tick would bury what matters.
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


if __name__ == "__main__":
    gc.disable()  # enabled again by main: what is loaded until then is no garbage
    sys.exit(main(sys.argv[1:]))
