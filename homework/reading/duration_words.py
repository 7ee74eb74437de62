"""Words around a figure (时长前后的词): 不到, 以内, 至少 make it a range; 一共, 各, 没写完 say what it is of."""

from __future__ import annotations

from dataclasses import replace

from homework.reading.duration import Duration
from homework.reading.lazy import lazy
from homework.reading.numbers import NUMBER, read_number

UNDER_BEFORE = lazy(
    r"(?:不到|没到|没有到|未到|不足|不满|未满|没用到|用不到|用不了|要不了|不用)(?:了|个)?\ ?$"
)


WITHIN_BEFORE = lazy(
    r"(?:不超过?|没超过|不会超过|未超过?|最多|顶多|至多|最长|不多于|控制在|小于)(?:也就|就|是|用了?)?\ ?$"
)


NEARLY_BEFORE = lazy(r"(?:将近|接近|快要?到?|近|差一点|差点|差几分钟)(?:了|个)?\ ?$")


MOST_BEFORE = lazy(r"(?<![最])大$")


SMALL_BEFORE = lazy(r"(?<![大])小$")


AT_LEAST_BEFORE = lazy(
    r"(?:至少|起码|最少|少说也?|超过了?|(?<!不)(?<!没)(?<!别)超|多于|不少于|不低于|不下|大于)(?:要|得|用|写|是|也要)?(?:了|个)?\ ?$"
)


UNDER_AFTER = lazy(r"\ ?(?:还|都)?(?:不到|不足|未到|没到)(?!\d|[位家])")


WITHIN_AFTER = lazy(r"\ ?(?:之|以)?内(?![容心])|\ ?以下")


AT_LEAST_AFTER = lazy(r"\ ?(?:\+(?!\ ?[\d一二三四五六七八九十半])|以上|往上|起步|打底)")


TIMES_AFTER = lazy(rf"\ ?[x*×乘]\ ?({NUMBER})(?:遍|次|组|篇|张|科|天|本)?")


def widened(matched: str, found: Duration) -> Duration:
    """Apply the word before or after that turns a figure into a range, a bound or a multiple."""
    window = matched[max(0, found.start - 8) : found.start]
    after = matched[found.end : found.end + 10]
    may_follow = after[:1] in FIRST_AFTER
    times = TIMES_AFTER.match(after) if may_follow else None
    if times:
        factor = read_number(times.group(1)) or 1
        return replace(found, end=found.end + times.end()).times(factor)
    if not SIGNS_BEFORE.isdisjoint(window):
        for pattern, change in BEFORE_RULES:
            if pattern.search(window):
                return change(found)
    if not may_follow:
        return found
    for pattern, change in AFTER_RULES:
        trailing = pattern.match(after)
        if trailing:
            return replace(change(found), end=found.end + trailing.end())
    return found


def _under(found: Duration) -> Duration:
    return replace(found, low=found.low * 0.75)


def _within(found: Duration) -> Duration:
    return replace(found, low=found.low * 0.5)


def _nearly(found: Duration) -> Duration:
    return replace(found, low=found.low * 0.85)


def _most(found: Duration) -> Duration:
    """大半个小时 and 小半个小时 lie on either side of the half; 小一个小时 is nearly one."""
    return replace(found, low=found.low + 5, high=(found.high or found.low) + 15)


def _small(found: Duration) -> Duration:
    """小半个小时 is less than the half, 小一个小时 nearly the whole."""
    if found.low == found.high == 30:
        return replace(found, low=15, high=28)
    return _nearly(found)


def _at_least(found: Duration) -> Duration:
    return replace(found, high=None)


BEFORE_RULES = (
    (UNDER_BEFORE, _under),
    (WITHIN_BEFORE, _within),
    (AT_LEAST_BEFORE, _at_least),
    (MOST_BEFORE, _most),
    (SMALL_BEFORE, _small),
    (NEARLY_BEFORE, _nearly),
)


# Most figures stand alone: one of these must be before a figure, or right behind it, to change it.
SIGNS_BEFORE = frozenset("到不满未足没用要至于超最控小差近接快将下少码低大多长顶")
FIRST_AFTER = frozenset(" 还都不未没之以内+往起打x*×乘")
AFTER_RULES = ((UNDER_AFTER, _under), (WITHIN_AFTER, _within), (AT_LEAST_AFTER, _at_least))


TOTAL_BEFORE = lazy(
    r"(?:总共|一共|共|合计|总计|总用?时长?|总时间|加起来|加在一起|加一起|全部|一起|总的|合起来|统共|拢共|作业时间|作业时长|作业用时|作业量|=)"
    r"[^\d,;。、\n]{0,8}$"
)


TOTAL_AFTER = lazy(r"\ ?(?:总共|一共|的量|全部(?:写|做)?完|(?:写|做)完(?:全部|所有|作业))")


EACH_BEFORE = lazy(
    r"(?:每(?P<of>科|门|遍|次|篇|张|页|套|课|首|个|组|份|样|项|人|种)(?:都|各|大?概|大?约|作业|用|写|做|要|是|读|背|练|了|花)*|各(?:自|科|门|项|写|做|用|约|大概|了|读|是)*|都是|均为?|分别|都(?:写|做|用|花|要|得)了?(?:大概|差不多|约)?)$"
)


UNFINISHED_AFTER = lazy(
    # Not across a new subject: 语文20分钟,数学没写完.
    r"(?:(?!语|数|英|物|化|生物|历|地理|政治|道法|科学)[^\d。;\n]){0,8}?(?:[没未]有?(?:写|做|完|弄|搞|背|抄)+(?:完|好|成|到一半)|[没未]完成?|(?:写|做|背|抄)不完|只(?:写|做)了?一半|(?:写|做)了?一半)"
)


# One of these stands in every phrase above.
SIGNS_AROUND = frozenset("时共起加合来部总量间统=拢每都各别均")
SIGNS_BEHIND = frozenset("完共部总量没不半只未")


def scoped(matched: str, found: Duration) -> Duration:
    """Mark what the figure is about: everything, each subject, each piece; finished or not."""
    before = matched[max(0, found.start - 14) : found.start]
    after = matched[found.end : found.end + 16]
    if SIGNS_AROUND.isdisjoint(before) and SIGNS_BEHIND.isdisjoint(after):
        return found
    each = EACH_BEFORE.search(before)
    high = None if UNFINISHED_AFTER.match(after) else found.high
    return replace(
        found,
        high=high,
        is_each=each is not None,
        count_of=(each.group("of") or "") if each else "",
        is_total=TOTAL_BEFORE.search(before) is not None or TOTAL_AFTER.match(after) is not None,
    )
