"""The local WeChat against WeRoBot: another program, in all three modes. Development-only."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.simulator.conftest import Platform
from tests.simulator.program import AES_KEY, APP_ID, TOKEN

pytestmark = pytest.mark.slow
SAID = ("数学卷子30分钟", "a<b>&\"c'", "两行\n作业", "书" * 600, "👍𠮷")


@pytest.fixture
def robot_url() -> Iterator[str]:
    werobot = pytest.importorskip("werobot")
    flask_door = pytest.importorskip("werobot.contrib.flask")
    robot = werobot.WeRoBot(
        token=TOKEN, encoding_aes_key=AES_KEY, app_id=APP_ID, SESSION_STORAGE=False, logger=None
    )
    robot.text(lambda message: "已记:" + message.content)
    application = Flask(__name__)
    view = flask_door.make_view(robot)
    application.add_url_rule("/wechat", "werobot", view, methods=["GET", "POST"])
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/wechat"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("mode", ["safe", "compatible", "plain"])
def test_another_program_is_verified_hears_and_answers(
    wechat: Platform, robot_url: str, mode: str
) -> None:
    wechat.control(f"accounts/{APP_ID}", webhook_url=robot_url, mode=mode)
    zhang = wechat.person("oZhang", follows=False)
    wechat.control("settings", reply_timeout=30)
    wechat.control(f"people/{zhang}/follow")

    assert wechat.control("verify")["ok"] is True
    for said in SAID:
        heard = wechat.control(f"people/{zhang}/text", text=said)
        assert [reply["text"] for reply in heard["replies"]] == [f"已记:{said}"]
