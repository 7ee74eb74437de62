"""`demo` (演示): a whole school on one machine, with a local WeChat; no account needed."""

from __future__ import annotations

import argparse
import shutil
import sys
from functools import partial
from pathlib import Path

from commands.arguments import port, workers
from commands.demo import evening
from commands.demo.children import Children, port_is_free
from commands.demo.history import write_history
from commands.demo.home import Demo
from commands.demo.school import prepare, seed, wait_until_up
from commands.printing import require_folder
from opening import seconds

_ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT_DIR = _ROOT / "var" / "demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port, default=8000, help="网页端口;本地微信用下一个端口")
    parser.add_argument("--data", type=Path, default=DEFAULT_DIR, help="演示数据放在哪里")
    parser.add_argument("--keep", action="store_true", help="接着上一次的数据,不从头开始")
    parser.add_argument("--tick", type=seconds, default=5.0, help="几秒判定一次")
    parser.add_argument("--workers", type=workers, default=1, help="开几个网页进程;默认 1")
    parser.add_argument(
        "--play", action="store_true", help="在已经开着的演示里,快速演一个晚上(约300条反馈)"
    )
    parser.add_argument("--seed", type=int, default=None, help="演一个晚上的随机种子")


def run(arguments: argparse.Namespace) -> int:
    demo = Demo(arguments.data.resolve(), arguments.port)
    if arguments.play:
        return evening.play(demo, arguments.seed)
    for number in (demo.port, demo.wechat_port):
        if not port_is_free(number):
            print(
                f"端口 {number} 已被占用。换一个:make demo PORT={demo.port + 10}", file=sys.stderr
            )
            return 2
    clear_away(demo, keep=arguments.keep)
    require_folder(demo.data_dir)
    prepare(demo)
    children = Children(demo.data_dir / "log")
    say = partial(print, flush=True)
    say("正在启动本地微信和网站……")
    start_programs(children, demo, workers=arguments.workers, tick=0, schedulers=0)
    try:
        wait_until_up(demo)
        seed(demo)
        write_history(demo, say)  # before anybody judges it by today's clock
        start_schedulers(children, demo, tick=arguments.tick)
        wait_until_up(demo, healthy=True)
        print(_welcome(demo), flush=True)
        children.watch(evening.Requests(demo))
    except KeyboardInterrupt:
        print("\n正在停止……", flush=True)
    finally:
        children.stop()
    return 0


def clear_away(demo: Demo, *, keep: bool) -> None:
    """Remove what an earlier demo left, unless it is to be kept and was whole."""
    is_half = demo.unfinished.exists()
    if keep and not is_half:
        return
    if keep:
        print("上一次没有补写完就停了,数据不完整,这次从头开始。", flush=True)
    shutil.rmtree(demo.data_dir, ignore_errors=True)


def start_programs(
    children: Children, demo: Demo, *, workers: int, tick: float, schedulers: int = 1
) -> None:
    """Start local WeChat, web and scheduler; more than one scheduler only to see that one acts."""
    app = [sys.executable, str(_ROOT / "app.py")]
    config = ["--config", str(demo.config_path)]
    children.start(
        "wechat",
        [
            *(sys.executable, "-m", "simulator", "--port", str(demo.wechat_port)),
            *("--state", str(demo.data_dir / "wechat.db"), "--account", str(demo.account_path)),
            *("--clock-offset", str(demo.clock_offset())),
        ],
        _ROOT,
    )
    children.start(
        "web",
        [*app, "serve", *config, "--port", str(demo.port), "--workers", str(workers)],
        _ROOT,
        {"HOMEWORK_FRAMES": demo.wechat_url},
    )
    start_schedulers(children, demo, tick=tick, count=schedulers)


def start_schedulers(children: Children, demo: Demo, *, tick: float, count: int = 1) -> None:
    """Start what judges and sends."""
    command = [sys.executable, str(_ROOT / "app.py"), "scheduler"]
    options = ["--config", str(demo.config_path), "--tick", str(tick)]
    for number in range(count):
        children.start(f"scheduler{number or ''}", [*command, *options], _ROOT)


def _welcome(demo: Demo) -> str:
    return f"""
作业秤演示已就绪:示范小学,六个年级各四个班,时间是{demo.opening_words()}

  从这里开始      {demo.url}/
  几部手机        {demo.wechat_url}/        (本地微信:家长、教导处、校长)
  大厅公示屏      {demo.url}/hall/shifan

  演一个晚上      在页面上点“演一个晚上”,或另开一个窗口:python app.py demo --play --port {demo.port}
  停止            Ctrl-C
"""
