"""WeRoBot behind gunicorn's gevent workers: parses, decrypts, replies; stores nothing."""

from flask import Flask
from werobot import WeRoBot
from werobot.contrib.flask import make_view

from bench.peers.settings import AES_KEY, APP_ID, PATH, TOKEN

robot = WeRoBot(
    token=TOKEN, encoding_aes_key=AES_KEY, app_id=APP_ID, enable_session=False, logger=None
)


@robot.text
def receive(message):  # type: ignore[no-untyped-def]  # as its examples do
    """Answer with what was said, as its own examples do."""
    return "已记: " + message.content


application = Flask(__name__)
application.add_url_rule(PATH, "werobot", make_view(robot), methods=["GET", "POST"])
