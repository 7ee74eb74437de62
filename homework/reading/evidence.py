"""Whether a draft is homework at all (依据): a subject's name alone proves nothing."""

from __future__ import annotations

from homework.reading.conditions import DONE_AT_SCHOOL
from homework.reading.drafts import Draft, Drafts
from homework.reading.lazy import lazy
from homework.reading.scan import Scan
from homework.report import Kind, Subject

ASKED = lazy(r"布置|留了?|让|叫|要求|发了?|说要?|罚|通知|[::]")
CHATTY = lazy(
    r"我|你|他|她|它|咱|孩子|娃|宝|儿子|女儿|老师|真|很|挺|喜欢|爱|吗|呢|吧|啊|呀|不|馆|会|书|课|谢|好的|明天|昨天|以后|觉得|认为|知道|反应|成绩|水平|基础|兴趣|能力"
)
# 数学作业写完了 says that there was some, not what.
UNTOLD = lazy(
    r"^(?:都|已经?|全部|全|终于|总算|刚刚?|早就)*(?:写|做|完成)(?:完|好|了)|正在|还没|没写|还在|在写|很[少多快慢]|[少多]$|还好|可以|一般|不[少多难]"
)
STILL_TO_COME = lazy(
    r"明天(?!的课文|的课|要[默听]|的内容|的新课|的古诗|听写|默写|早)|下周|打算|准备去"
)
HEADLINE = lazy(r"作业|任务")

GENERIC = frozenset("写 看 记 学习 练 整理 准备".split())


def is_evident(draft: Draft, drafts: Drafts, scan: Scan) -> bool:
    """True where a draft carries enough to be counted as homework."""
    if draft.pieces[0].is_inferred:
        return _is_evident_without_subject(draft, scan)
    mention = next((p.mention for p in draft.pieces if p.mention), None)
    if mention is not None and mention.is_teacher:
        return bool(draft.durations) or _teacher_asked(draft, scan)
    if draft.durations or _has_own_content(draft):
        return True
    if (drafts.has_shared_total or drafts.each) and len(draft.subjects) > 1:
        return True
    text = _rest(draft, scan)
    if any(
        i.start < draft.pieces[-1].end and draft.pieces[0].start < i.end
        for i in scan.irregularities
    ):
        return True
    if DONE_AT_SCHOOL.is_in(text, scan.characters):
        return True
    if mention is None or mention.is_heading:
        return len(text) >= 2 and CHATTY.search(text) is None and UNTOLD.search(text) is None
    return _is_plain_line(draft, drafts, scan, text)


def _has_own_content(draft: Draft) -> bool:
    """孩子在写语文作业 names an action that every homework has; that alone says nothing."""
    words = [w.word.text for p in draft.pieces for w in p.words]
    return any(p.has_detail for p in draft.pieces) or any(w not in GENERIC for w in words)


def _rest(draft: Draft, scan: Scan) -> str:
    """The draft's words after its subject."""
    first = draft.pieces[0]
    start = first.mention.end if first.mention else first.start
    return scan.masked[start : draft.pieces[-1].end].strip(" ,;:。、|()!")


def _teacher_asked(draft: Draft, scan: Scan) -> bool:
    return draft.has_content and ASKED.search(draft.text(scan)) is not None


def _is_plain_line(draft: Draft, drafts: Drafts, scan: Scan, text: str) -> bool:
    """美术 给妈妈一个惊喜: unknown words after a subject and a blank, if nothing sounds like talk."""
    if len(text) < 2 or CHATTY.search(text):
        return False
    first = draft.pieces[0]
    if scan.masked[first.start].isascii():
        return False  # english is hard
    after = scan.masked[first.mention.end : first.mention.end + 1] if first.mention else ""
    others = sum(1 for d in drafts.drafts if d is not draft and not d.pieces[0].is_inferred)
    return after in (" ", "\n", "") and (len(text) >= 4 or others > 0)


def _sounds_like_school(draft: Draft, scan: Scan) -> bool:
    """打篮球1小时 may be play: without a subject, only pen, book or the word 作业 tell."""
    if HEADLINE.search(scan.masked) or any(k is not Kind.PRACTICAL for k in draft.kinds):
        return True
    if draft.subjects == (Subject.OTHER,):
        return False
    at_school = scan.mentions or scan.classes or scan.irregularities
    words = {w.word.subjects for w in scan.words if w.word.subjects}
    return draft.is_neutral or bool(at_school) or len(words) > 1


def _is_evident_without_subject(draft: Draft, scan: Scan) -> bool:
    """Without a subject there must be a figure, a demand or a headline beside known words."""
    is_to_come = STILL_TO_COME.search(scan.text.matched) is not None
    done_today = draft.durations and "今天" in scan.text.matched
    if (is_to_come and not done_today) or not draft.has_content:
        return False
    words = [w.word for p in draft.pieces for w in p.words]
    if all(w.text in GENERIC for w in words):
        return False
    if draft.subjects == (Subject.OTHER,) and scan.mentions and not draft.durations:
        return False
    if draft.durations or any(p.has_detail for p in draft.pieces):
        return _sounds_like_school(draft, scan)
    demanded = bool(scan.irregularities) or HEADLINE.search(scan.masked) is not None
    if draft.subjects == (Subject.OTHER,):
        return HEADLINE.search(scan.masked) is not None and any(w.kind for w in words)
    return demanded
