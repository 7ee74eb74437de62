"""Second channels (第二通道): group robots and e-mail, through apprise."""

from __future__ import annotations

import logging
from typing import Any, Protocol


class ChannelError(Exception):
    """The channel did not take the message; the words are for the operator and hold no address."""


class SecondChannels(Protocol):
    """What the sender asks of second channels."""

    def send(self, address: str, text: str, link: str) -> None:
        """Send a text with a link; raises ChannelError."""
        ...


class AppriseChannels:
    """The real ones. A robot may show a message twice when its answer was lost; it is never lost."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}
        # Its messages name addresses, and a robot's address is its password.
        logging.getLogger("apprise").setLevel(logging.CRITICAL)

    def send(self, address: str, text: str, link: str) -> None:
        body = f"{text}\n{link}" if link else text
        if not self._channel(address).notify(body=body):
            raise ChannelError("群机器人或邮箱没有收下这条消息,请检查 [school.channels] urls")

    def _channel(self, address: str) -> Any:
        if address not in self._made:
            import apprise  # late: it reads two hundred plug-ins

            channel = apprise.Apprise()
            if not channel.add(address):
                raise ChannelError("[school.channels] urls 里有一个地址 apprise 不认识")
            self._made[address] = channel
        return self._made[address]
