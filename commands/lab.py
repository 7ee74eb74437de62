"""`lab` (实验室): how often judging would be wrong, before a school turns anything on."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from commands.printing import require_writable

_ROOT = Path(__file__).resolve().parent.parent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--full", action="store_true", help="完整的一遍,要几十分钟;默认几分钟")
    parser.add_argument("--seed", type=int, help="随机种子")
    parser.add_argument("--plot", type=Path, help="把曲线存成 SVG 图")


def run(arguments: argparse.Namespace) -> int:
    """Run the laboratory as the program it is; its exit status says whether every gate was met."""
    command = [sys.executable, "-m", "bench.verdicts", "--jobs", "2"]
    if not arguments.full:
        command.append("--quick")
    if arguments.seed is not None:
        command += ["--seed", str(arguments.seed)]
    if arguments.plot is not None:
        require_writable(arguments.plot, "--plot")
        command += ["--plot", str(arguments.plot.resolve())]
    print("实验室:用已知真相的模拟学校,数一数每种设置会冤枉几次、漏掉几次。", flush=True)
    return subprocess.run(command, cwd=_ROOT, check=False).returncode
