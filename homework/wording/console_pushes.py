"""What the console calls a push (提醒的说法): why it was sent, and how far it got."""

from __future__ import annotations

from homework.alerts import Reason

REASON = {
    Reason.SUSPECTED: "请核实",
    Reason.GRAVE: "严重超标",
    Reason.PLEASE_COMPARE: "请核对",
    Reason.RESOLVED: "不用再查",
    Reason.ESCALATED: "无人接手",
    Reason.PASSED_ON: "转校长",
    Reason.UNHANDLED: "隔夜未核实",
    Reason.CONFIDENTIAL: "仅报校长",
    Reason.TOGETHER: "合并提醒",
    Reason.PLEASE_ANSWER: "请说明",
    Reason.ANSWERED: "班级已说明",
    Reason.PUBLISHED: "已公示",
    Reason.RECTIFY: "整改通知",
    Reason.REPLY_DUE: "今天该回复",
    Reason.REPLY_LATE: "回复已逾期",
    Reason.MAY_CLOSE: "可以销号",
    Reason.CLOSED: "已销号",
    Reason.CORRECTED: "更正",
    Reason.FALLEN: "反馈有变",
    Reason.DIGEST: "汇总",
    Reason.REGISTER_OVER: "登记超标",
    Reason.SPOT_CHECK: "抽到的班级",
}
PUSH = {
    "pending": "等待发送",
    "sending": "正在发送",
    "sent": "已发出",
    "delivered": "已送达",
    "unknown": "可能已送达",
    "failed": "未送达",
    "acknowledged": "本人已看到",
    "superseded": "不再需要",
    "carried": "合并发送中",
    "expired": "过时未发",
}
