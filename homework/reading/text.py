"""The message made readable (规范化): one line of clean text for people, and one of equal length to match."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from homework.reading.lazy import lazy
from homework.reading.phrases import signed
from homework.reading.traditional import TO_SIMPLIFIED

MAX_CHARS = 6000
"""What lies beyond is not looked at: an attacker must not cost more than a family."""
MAX_READ = 600
"""The longest text read in full: a class's whole evening of homework takes less."""


@dataclass(frozen=True, slots=True)
class Text:
    """`shown` keeps the writer's characters; `matched` has the same length, folded for matching.

    `characters` are those of `matched`: what needs another one is not looked for (phrases.py).
    """

    shown: str
    matched: str
    characters: frozenset[str]
    is_abridged: bool = False


@lru_cache(maxsize=128)  # a message is read as a report, as a correction and as an answer
def normalise(text: str) -> Text:
    """Clean a message of everything that is not said aloud; never raises."""
    message = text = text[:MAX_CHARS]
    written = frozenset(text)
    if not written.isdisjoint(TO_TRANSLATE):
        text = text.translate(BEFORE_NFKC)
    if not written.isdisjoint(CIRCLES):
        text = CIRCLED.sub(_spell_circled, text)
    text = unicodedata.normalize("NFKC", text)
    text = INVISIBLE.sub("", text)
    if "<" in text:
        # Twice, because a document type may hold one declaration inside another.
        text = MARKUP.sub(" ", MARKUP.sub(" ", text))
    if "://" in text or "www." in text:
        text = ADDRESS.sub(" ", text)
    text = EMOJI.sub(" ", text)
    is_long = len(text) > MAX_READ
    if is_long:
        text = _abridged(text)
    text = LONG_NUMBER.sub(" ", text)
    if LONG_RUN.search(text):
        text = LONG_RUN.sub(r"\1\1\1", text)
    text = _close_spaced_letters(text)
    if "  " in text or "\n" in text:
        text = BLANKS.sub(" ", text)
    text = text.strip()
    return _folded(text, written if text == message else frozenset(text), is_long)


def _folded(shown: str, characters: frozenset[str], is_long: bool) -> Text:
    """Fold letters and slips for matching; most messages are as they should be, and stay."""
    matched = shown
    if not characters.isdisjoint(FOLDED):
        matched = shown.translate(TO_MATCHED)
        characters = frozenset(matched)
    if TYPO.may_occur(characters):
        matched = TYPO.pattern.sub(_fold_typo, matched)
        characters = frozenset(matched)
    return Text(shown, matched, characters, is_long)


def _abridged(text: str) -> str:
    """The sentences of a long paste that may speak of homework, each once, as many as are read."""
    kept: list[str] = []
    left = MAX_READ
    for sentence in dict.fromkeys(SENTENCE.findall(text)):
        if left > 0 and SIGN.search(sentence):
            kept.append(sentence[:left])
            left -= len(sentence)
    return "".join(kept).strip()


SENTENCE = lazy(r"[^\n。;!?]+[\n。;!?]*")
SIGN = lazy(
    r"[语語数數英物化生政史地科体體音美]|作[业業]|分[钟鐘]|小[时時]|\d|班|[抄背读讀写寫练練卷]"
)


# NFKC would turn these into something else: a vertical colon into two dots, a prime into an accent.
BEFORE_NFKC: dict[int, str] = {
    ord(c): replacement
    for characters, replacement in (
        ("︰﹕︓", ":"),
        ("︔﹔", ";"),
        ("︐﹐", ","),
        ("︒", "。"),
        ("′’‘´`＇", "'"),
        ("″“”＂", '"'),
        ("\r\x0b\x0c\x85\u2028\u2029", "\n"),
        ("\t\u00a0\u3000", " "),
        ("∶", ":"),
    )
    for c in characters
}
TO_TRANSLATE = frozenset(map(chr, BEFORE_NFKC))
INVISIBLE = lazy(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufeff\ufff9-\ufffd"
    "\ud800-\udfff\U000e0000-\U000e01ef]"
)
MARKUP = lazy(r"</?[a-zA-Z!][^<>\n]{0,200}>")
ADDRESS = lazy(r"(?:https?://|www\.)[\x21-\x7e]{1,300}")
EMOJI = lazy(
    "[\u2190\u2194-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]"
)
# A run longer than three says nothing more (……, 哈哈哈哈); digits are kept, 100000 is a number.
LONG_RUN = lazy(r"([^\d\s])\1{3,}")
# No minutes have nine digits; a telephone number has, and must not be kept.
LONG_NUMBER = lazy(r"\d{9,}")
BLANKS = lazy(r" {2,}| (?=\n)|(?<=\n) ")

TO_MATCHED: dict[int, str] = {
    **TO_SIMPLIFIED,
    **{c: chr(c + 32) for c in range(ord("A"), ord("Z") + 1)},
    **{ord(c): "-" for c in "‐‑‒–—―−→⇒"},
    **{ord(c): "x" for c in "×✕✖╳"},
    **{ord(c): "(" for c in "[{〔【〖"},
    **{ord(c): ")" for c in "]}〕】〗"},
    ord("⁄"): "/",
    ord("÷"): "/",
}
FOLDED = frozenset(map(chr, TO_MATCHED))
# Slips of phone keyboards and of dictation, each folded to a word of equal length.
TYPOS = {
    "分种": "分钟",
    "分中": "分钟",
    "份钟": "分钟",
    "小是": "小时",
    "晓时": "小时",
    "练习策": "练习册",
    "练习侧": "练习册",
    "联系册": "练习册",
    "被诵": "背诵",
    "贝诵": "背诵",
    "家长签子": "家长签字",
    "口蒜": "口算",
    "口酸": "口算",
    "卷纸": "卷子",
    "抄些": "抄写",
    "超写": "抄写",
    "莫写": "默写",
    "墨写": "默写",
    "末写": "默写",
    "默些": "默写",
    "听些": "听写",
    "郎读": "朗读",
    "浪读": "朗读",
    "朗渎": "朗读",
    "预系": "预习",
    "付习": "复习",
    "古师": "古诗",
    "深字": "生字",
    "做文": "作文",
    "联系题": "练习题",
    "丁正": "订正",
    "定正": "订正",
    "日计": "日记",
    "词雨": "词语",
    "功课": "作业",
}
TYPO = signed(
    "功计雨渎丁深系侧蒜郎墨付超浪联策些晓贝莫份酸末被定种纸中古是签做",
    lazy("|".join(f"(?<=[0-9十半几多]){t}" if t in ("分中", "小是") else t for t in TYPOS)),
)


def _fold_typo(found: re.Match[str]) -> str:
    return TYPOS[found.group()]


# ① opens a list item, ②班 and ⑳分钟 are numbers: what follows tells which.
CIRCLED = lazy(r"((?:[①-⑳❶-❿⑴-⒛]|[0-9]\ufe0f?\u20e3)+)(?=(\s*[班分小时年级点刻月页题.:)、-])?)")


CIRCLES = frozenset(map(chr, (*range(0x2460, 0x249C), *range(0x2776, 0x2780), 0x20E3)))


def _spell_circled(found: re.Match[str]) -> str:
    value = "".join(_plain_number(c) for c in found.group(1))
    before = found.string[: found.start()][-1:]
    if found.group(2) is not None or before in ("年", "级", "第", "p", "P", "("):
        return value
    return f"\n({value})"


def _plain_number(c: str) -> str:
    digits = unicodedata.normalize("NFKC", c)
    if digits[:1] == "(":
        return digits[1:-1]
    if "❶" <= c <= "❿":
        return str(ord(c) - ord("❶") + 1)
    return "".join(d for d in digits if d.isdecimal())


def _close_spaced_letters(text: str) -> str:
    """抄 写 生 字 is 抄写生字: some keyboards put a space after every character."""
    if text.count(" ") * 5 < len(text) * 2 or len(text) < 10:
        return text
    return SPACED_LETTER.sub("", text)


SPACED_LETTER = lazy(r"(?<=\S) (?=\S(?: |$))|(?<= \S) (?=\S)")
