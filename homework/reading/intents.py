"""What the writer of a message wants (意图), where it is not simply a report."""

from __future__ import annotations

from homework.reading.lazy import lazy
from homework.reading.scan import Scan
from homework.reading.talk import COMPLAINT, EVENT, EXAM, MARKS, QUESTION
from homework.reading.values import Intent
from homework.report import Report

# 更正 begins a report that replaces the whole day (design §10.2); 说错了 takes back only what it names.
CORRECTION = lazy(
    r"^[\s|,。]*(?:更正(?![月期单卷试练错])|纠正|重新(?:填|报|说|发|来)|(?:刚才|前面|上面)的?(?:全部)?(?:作废|不算))"
)
WHO = lazy(
    r"谁[^,。?\n]{0,6}(?:举报|反馈|填|投诉|告|报的|上报|说的|写的)|(?:举报|投诉|反馈)(?:人|的是)[^,。\n]{0,4}谁|哪个家长(?:举报|投诉|反馈|告)|是谁"
)
GREETING = lazy(
    r"^(?:您?你?好|嗨|哈[喽啰罗]|在吗?|在不在|早|早上好|早安|上午好|下午好|晚上好|中午好|晚安|老师您?好|老师[早们]|各位|hello|hi|hey|good\s?(?:morning|night|evening|afternoon)|再见|拜拜|bye|嗯+|哦+|噢|好的?|好吧|ok|okay|1|行|可以|知道了|明白|了解|收到|辛苦了?|老师辛苦了?)[\s,!。.~啊呀哈的了吧呢哦噢呐\d]*(?:老师|家长|大家|各位)?[\s,!。.~好辛苦了啊呀]*$"
)
THANKS = lazy(r"谢谢|多谢|感谢|thank|thx|3q|辛苦")
HOMEWORK_WORD = lazy(r"作业|homework|练习|卷子|听写|背|默写|口算|布置")

# No text may be read by two of the following in two ways: a row of 周末 周末 … would be tried in all
# of them, and take hours. So each word is in one list, and what joins them is only in _SOFT.
_DAY = r"(?:今天|今日|今晚|今个?儿个?|今朝|昨[天日晚]|前天|(?:周|星期|礼拜)[一二三四五六日末]|本周|这周|双休日|明天|晚上|中午)"
_WHO = r"(?:我们?|咱们?|孩子|娃|班[里上]?|老师|学校|语文|数学|英语|科学|道法|语数英|全部|各科|所有|三科|各门|几门|他们?|她|家里)"
_SOFT = r"(?:的|说|也|都|均|又|真|好像|可能|应该|终于|居然|竟然|总算|暂时|目前|确实|啥|什么|就|还|是|好|,)"
_NONE = r"(?:没有?|无|零|0|木有|没得|未|伐(?=布|留|安)|不(?=留|布置|安排|发|写))"
_LEFT = r"(?:布置|留|安排|发|出|得|写|有)?(?:过|了|下)?"
_SORT = r"(?:什么|啥|任何|一点儿?|书面|家庭|回家|课后|笔头|语文|数学|英语|科学|口头|课外|书写|纸质|的|是|和|与|、){0,4}"
_END = r"(?:日|的|了|哦|哈|啦|呢|呀|啊|噢|耶|喔|嘞|滴|吧|可写|要写|要做|一天|[\s,。!~.|)哈^_-]|老师(?:说的)?|谢谢|太好了?|真好|开心|孩子(?:很|好)?(?:高兴|开心)|轻松|可以玩了?|放松|休息|棒)*"
NO_HOMEWORK = lazy(
    rf"(?:^|(?<![\s|])[\s|]|[,;。:!()])(?:{_DAY}|{_WHO}|{_SOFT}|[\s|])*(?:{_NONE}{_LEFT}{_SORT}作业(?!本|写|多|量|没|做|太|可言|超|的?时间|不|负|完)|不用(?:写|做)(?:{_SORT})作业|作业\ ?[:：是]?\ ?(?:为)?(?:无|没有|零|0|没布置|未布置|免)(?!\d|写|完|做|交|[^\W\d_])|免(?:写)?作业|作业全免|免作业|0作业|零作业|无作业|作业(?:都|也|全)?(?:没有|没|无|木有)(?=$|[\s,。!哦啊哈])|(?:啥|什么|任何)作业(?:都|也)?(?:没|木有|没得)|(?:没有?|未)布置(?=$|[\s,。!|])|没留(?=$|[\s,。!])|啥也没(?:有|留|布置)|什么(?:都|也)没(?:有|留|布置)|不布置作业)"
)
BARE_NONE = lazy(
    rf"^(?:{_DAY}|{_SOFT}|[\s|])*(?:无|没有|没|没得|没有哦|没啥|没什么|none|nothing|no\s?homework|no\s?homework\s?today|today\s?no\s?homework)[\s。!~,.了哦呢啊呀哈|]*$"
)
NOT_NONE = lazy(
    r"[?？]|吗|没有?[写做]作业|有没有|怎么(?!可能)|其他|别的|额外|多余|如果|要是|希望|多好|就好|什么时候|为什么|为啥|难道|记|带|写完|交|收|不是没|太多|哪|建议|应该|能不能|可以不|是不是|会不会|会有|不会没|没有作业群|从来|从没|除了|检查|批改"
)


def find_intent(scan: Scan, report: Report, is_foreign: bool) -> Intent:
    """The intent of a message whose report, if any, has been read."""
    text = scan.text.matched
    if is_foreign:
        return Intent.NOTICE
    if report.no_homework:
        return Intent.NO_HOMEWORK
    if report.assignments or report.stated_total is not None:
        return Intent.CORRECTION if CORRECTION.search(text) else Intent.REPORT
    return _talk_intent(text)


def says_no_homework(matched: str) -> bool:
    """True where a message says that nothing was set, and does not ask or wish it."""
    if NOT_NONE.search(matched):
        return False
    return BARE_NONE.match(matched) is not None or NO_HOMEWORK.search(matched) is not None


def _talk_intent(text: str) -> Intent:
    if WHO.search(text):
        return Intent.WHO_REPORTED
    if QUESTION.search(text):
        about = HOMEWORK_WORD.search(text)
        return Intent.QUESTION_ABOUT_HOMEWORK if about else Intent.QUESTION
    if COMPLAINT.search(text):
        return Intent.COMPLAINT
    if THANKS.search(text):
        return Intent.THANKS
    if GREETING.match(text):
        return Intent.GREETING
    if EXAM.search(text) or MARKS.search(text) or EVENT.search(text):
        return Intent.NOTICE
    return Intent.OTHER
