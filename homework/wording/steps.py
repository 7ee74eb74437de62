"""Step by step (一步一步): one short question at a time, each with an example and a way out."""

from __future__ import annotations

_OUT = '不想一步一步填了,回"退出"。'
NEXT = f'还有吗?回下一科,如 语文 抄写;没有了回"没有了"。{_OUT}'
SUBJECT = f"哪一科,做什么?如 数学 练习册。{_OUT}"
START = f'好,一步一步来。第一科是什么,做什么?如 数学 练习册;今天没有作业就回"没有"。{_OUT}'
LEFT = '好,不一步一步问了。已经记下的留着,想起来直接说就行;不留回"撤回"。'
NOTHING_YET = '好,不一步一步问了。还没有记下什么,有作业随时说;没有作业就说"今天没有作业"。'
