"""Clauses (小句): which of them are talk, or say that nothing was set, so that nobody counts them."""

from __future__ import annotations

from homework.reading.lazy import lazy
from homework.reading.phrases import signed
from homework.reading.pieces import Break, Piece
from homework.reading.scan import Scan
from homework.reading.talk import EXAM, Rules, Talk, classify_clause, rules_for

Clause = list[Piece]


ASKS_IF_TOO_MUCH = lazy(r"正常|合理|超标|过分|太多|多吗|多不多|是不是有点|是不是太")


# 英语没作业, 数学无: the subject is named to say that there is none.
NONE_SET = lazy(
    r"^[\s::,]*(?:的?作业)?(?:今天|今晚)?(?:老师)?(?:也|都|就|好像|暂时)?(?:没有?|无|0|零|没有?留|没有?布置|不用(?:写|做)|未布置|木有|没得)(?:布置|留|安排|了)?(?:什么|啥|任何)?(?:书面|家庭|回家)?(?:作业)?(?:了|的|哦|哈|啦|呢|\s|\))*$"
)


DENIED = signed(
    "没无未不",
    lazy(
        r"(?:没有?|无|未|不)(?:布置|留|安排)?(?:什么|任何|其他|其它|别的|额外)?(?:(?:书面|家庭|回家|口头|笔头|纸质)[和与、]?){0,2}(?:的)?作业(?!本|册)|没有?(?:书面|笔头|口头)的|没别的|没有别的|没有其他"
    ),
)


NONE_SIGNS = frozenset("没无0零未不木")
NONE_BEFORE = lazy(r"(?:没有?|无)(?:布置|留|安排)?$")


def clauses_of(pieces: list[Piece]) -> list[Clause]:
    clauses: list[Clause] = []
    for piece in pieces:
        if clauses and piece.before < Break.COMMA:
            clauses[-1].append(piece)
        else:
            clauses.append([piece])
    return clauses


def drop_talk(clauses: list[Clause], scan: Scan) -> None:
    """Mark the pieces of every clause that is talk, or that denies homework."""
    rules = rules_for(scan.characters)
    may_deny = DENIED.may_occur(scan.characters)
    if not rules and not may_deny:
        return
    is_exam = _is_exam_notice(clauses, scan, rules)
    for index, clause in enumerate(clauses):
        following = clauses[index + 1] if index + 1 < len(clauses) else []
        is_talk = is_exam or _is_talk(clause, following, scan, rules)
        for piece in clause:
            piece.is_dropped = is_talk or (may_deny and _denies(piece, scan))
        if index and _cancels(clause, scan):
            for piece in clauses[index - 1]:
                piece.is_dropped = True


def says_none(piece: Piece, scan: Scan) -> bool:
    """英语没有作业: a subject named only to say that nothing was set."""
    if piece.mention is None or NONE_SIGNS.isdisjoint(scan.characters):
        return False
    if NONE_SET.match(scan.masked[piece.mention.end : piece.end]):
        return True
    before = scan.masked[max(0, piece.start - 4) : piece.start]
    return NONE_BEFORE.search(before) is not None and not piece.has_content and not piece.durations


NOTE = lazy(r"\([^()\n]*\)?")
NUMBERED = lazy(r"\d[.、)]\ ?$")
SCHEDULED = lazy(r"明天|后天|周[一二三四五]|星期|下周|上午|下午|考")


def _without_notes(clause: Clause, scan: Scan) -> str:
    """The clause without what stands in brackets: a note to the homework (周一带来)."""
    text = scan.masked[clause[0].start : clause[-1].end]
    text = NOTE.sub("", text) or text
    return text + ("?" if scan.masked[clause[-1].end : clause[-1].end + 1] == "?" else "")


def _is_numbered(clause: Clause, scan: Scan) -> bool:
    """2.小练笔:我最喜欢的季节: a numbered line of homework may complain in its title."""
    return NUMBERED.search(scan.masked[max(0, clause[0].start - 4) : clause[0].start]) is not None


def _is_test_paper(clause: Clause, text: str) -> bool:
    """物:第15章章末测试 is done at home: it stands under its subject, counted, and no day is set."""
    heads = any(p.mention is not None and p.mention.is_heading for p in clause)
    return heads and any(p.has_detail for p in clause) and SCHEDULED.search(text) is None


def _is_talk(clause: Clause, following: Clause, scan: Scan, rules: Rules) -> bool:
    if not rules:
        return False
    text = _without_notes(clause, scan)
    talk = classify_clause(text, rules)
    if talk is None:
        return False
    has_minutes = any(p.durations for p in clause)
    named = sum(p.mention is not None for p in clause)
    kinds = any(p.kinds for p in clause)
    if talk is Talk.QUESTION:
        return not (has_minutes and named and ASKS_IF_TOO_MUCH.search(text))
    if talk is Talk.EXAM:
        return not _is_test_paper(clause, text)
    if talk is Talk.CLUB:
        return True
    if kinds and (_is_numbered(clause, scan) or (named and _is_timed_by(following))):
        return False
    if talk in (Talk.MARKS, Talk.ERRAND):
        return not (has_minutes and kinds)
    return _is_aside(talk, clause)


def _is_timed_by(following: Clause) -> bool:
    """阅读题不会做,做了半小时: the minutes come in the next clause."""
    return any(p.durations for p in following) and not any(p.mention for p in following)


def _is_aside(talk: Talk, clause: Clause) -> bool:
    """Complaints, events and plans that carry no homework of their own."""
    has_minutes = any(p.durations for p in clause)
    named = sum(p.mention is not None for p in clause)
    kinds = any(p.kinds for p in clause)
    detail = kinds and any(p.has_detail for p in clause)
    if talk is Talk.EVENT:
        return not (kinds and (has_minutes or detail))
    if talk is Talk.COMPLAINT and named and detail:
        return False
    return not (has_minutes or named > 1 or (detail and talk is Talk.COMPLAINT))


def _denies(piece: Piece, scan: Scan) -> bool:
    """没有书面作业 beside other homework: nothing of it is homework."""
    if piece.durations or piece.mention:
        return False
    return DENIED.pattern.search(scan.masked, piece.start, piece.end) is not None


CANCELLED = lazy(
    r"^(?:后来|结果|但是?|最后|又)?(?:老师|学校)?(?:又|临时|说|又说)?(?:取消|不用(?:写|做|交)|不要求|不做|免)了?[的吧。 ]*$"
)


def _cancels(clause: Clause, scan: Scan) -> bool:
    """原来说有数学卷子,后来老师取消了: the clause takes back the one before."""
    if any(p.mention or p.durations for p in clause):
        return False
    return CANCELLED.match(scan.masked[clause[0].start : clause[-1].end]) is not None


def _is_exam_notice(clauses: list[Clause], scan: Scan, rules: Rules) -> bool:
    """周五期中考试,语文90分钟: minutes of an exam, and nothing in the message is homework."""
    if (Talk.EXAM, EXAM) not in rules:
        return False
    if any(p.kinds for clause in clauses for p in clause):
        return False
    texts = [(c, scan.masked[c[0].start : c[-1].end]) for c in clauses]
    exams = [(c, text) for c, text in texts if classify_clause(text, rules) is Talk.EXAM]
    return any(not _is_test_paper(c, text) for c, text in exams)
