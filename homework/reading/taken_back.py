"""Figures taken back in the same breath (改口、预计): 20分钟,不对,是30分钟 says thirty, once."""

from __future__ import annotations

from dataclasses import replace

from homework.reading.duration import Duration
from homework.reading.lazy import lazy

# A message without any of these takes nothing back.
SIGNS = frozenset("不没错改应其实更作预估以求规限说建希别人其")
LONGEST_BETWEEN = 16

# 20分钟,打错了,是30分钟 · 20分钟改成15分钟 · 预计20分钟,实际写了35分钟
INSTEAD = lazy(
    r"[ ,。;(了]*(?:[哦噢啊呃额嗯]*[ ,]*(?:还是)?(?:不对|不是|[打写说填报记看]?错了?)|[哦噢啊呃额]+[ ,]*不|(?:又|给)?改[成为到]|更正为?|应该|其实|实际上?)"
    r"[ ,。]*(?:应该|其实|实际)?(?:是|为|要)?(?:[写用做花背]了)?[ ,]*"
)
# 不是10分钟,是5分钟 · 没用20分钟,就用了10分钟
NOT_BEFORE = lazy(r"(?:不是|并非|没用|没有用|没花|没写)$")
BUT = lazy(r"[ ,。]*(?:而|应该|其实)?(?:是|就|只|才)+(?:[写用做花背]了)?")
# (之前写的35分钟作废)
EARLIER_BEFORE = lazy(r"(?:之前|刚才|刚刚|原来|前面|上面)(?:[写说报填][的成了]?)?(?:是|成)?$")
VOID_AFTER = lazy(r"[的了]*(?:作废|不算|不对|是?错的?|取消)")
# 老师说30分钟能做完,我家做了55分钟 · 要求40分钟做完的卷子用了25分钟
EXPECTED_BEFORE = lazy(r"(?:要求|老师说|规定|说好|限时|限)[^\d,;。\n]{0,8}$")
EXPECTED_AFTER = lazy(r"(?:之?内|以内)?(?:能|要|就能|必须|可以)?(?:[做写背]完|完成)")
TOOK_BEFORE = lazy(r"(?:[用做写花背]了|实际)[^\d,;。\n]{0,4}$")
# 规定书面作业不超过60分钟: somebody's rule, nobody's evening.
RULE_BEFORE = lazy(
    r"(?:(?:规定|上限|标准|国家|教育局|不得超过|要求[^,;。\n]{0,6}不超过)[^\d,;。\n]{0,12}"
    # Nor are a wish and another family's evening.
    r"|(?:建议|希望)[^\d,:;。\n]{0,14}|(?:别的?(?:孩子|人|家|班|同学)|人家|其他孩子)[^\d,;。\n]{0,6})$"
)


def without_taken_back(matched: str, found: list[Duration]) -> list[Duration]:
    """The durations that stand, in order."""
    if len(found) == 0 or SIGNS.isdisjoint(matched):
        return found
    kept: list[Duration] = []
    for duration in found:
        if kept and _replaces(matched, kept[-1], duration):
            duration = _instead_of(matched, kept.pop(), duration)
        kept.append(duration)
    return [d for d in kept if not _is_void(matched, d, kept)]


def _replaces(matched: str, first: Duration, second: Duration) -> bool:
    between = matched[first.end : second.start]
    if len(between) > LONGEST_BETWEEN:
        return False
    if INSTEAD.fullmatch(between):
        return True
    return bool(BUT.fullmatch(between) and NOT_BEFORE.search(_before(matched, first)))


def _instead_of(matched: str, first: Duration, second: Duration) -> Duration:
    """The second figure at the place of both, so that no word of the slip is read as content."""
    denied = NOT_BEFORE.search(_before(matched, first))
    start = first.start - len(denied.group()) if denied else first.start
    return replace(second, start=start, is_total=first.is_total or second.is_total)


def _is_void(matched: str, duration: Duration, kept: list[Duration]) -> bool:
    before = _before(matched, duration)
    if RULE_BEFORE.search(before):
        return True
    if EARLIER_BEFORE.search(before) and VOID_AFTER.match(matched, duration.end):
        return True
    if EXPECTED_BEFORE.search(before) and EXPECTED_AFTER.match(matched, duration.end):
        later = (d for d in kept if d.start > duration.start)
        return any(TOOK_BEFORE.search(_before(matched, d)) for d in later)
    return False


def _before(matched: str, duration: Duration) -> str:
    return matched[max(0, duration.start - 16) : duration.start]
