"""`doctor` (体检): everything a real set-up needs, a line each, and what to do; changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from commands.doctor import accounts, machine, people, web
from commands.doctor.findings import Finding, Health, note
from context import Context
from opening import add_config, load, open_context
from settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    settings = load(arguments.config)
    context = open_context(settings)
    is_red = False
    try:
        for finding in examine(settings, context):
            print(finding, flush=True)
            is_red = is_red or finding.health is Health.BAD
    finally:
        context.store.close()
    print("有要处理的问题(✗),处理后再运行一次。" if is_red else "没有发现问题。")
    return 1 if is_red else 0


def examine(settings: Settings, context: Context) -> Iterator[Finding]:
    """Look at everything, in the order in which it is put right; each finding as it is made."""
    yield from (note("配置", warning) for warning in settings.warnings)
    yield from machine.examine(settings, context)
    yield from web.examine(settings, context)
    for account in context.accounts.values():
        yield from accounts.examine(context, account)
    for plan in context.plans.values():
        yield from people.examine(context, plan)
