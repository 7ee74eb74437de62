"""Numbers as people write them (数字): digits, Chinese numerals, decimals, and 半."""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "0": 0,
    "〇": 0,
    "幺": 1,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000}
JOINED_TENS = {"廿": "二十", "卅": "三十"}

# Both classes are spliced into the patterns of other modules, inside [...].
CHINESE = "零〇一二两俩三仨四五六七八九十百壹贰叁肆伍陆柒捌玖拾廿卅"
ARABIC = r"\d{1,6}(?:\.\d{1,3})?|\.\d{1,2}"
NUMBER = rf"(?:{ARABIC}|[二三四五六七八九]0|[{CHINESE}]{{1,6}}(?:点[{CHINESE}]{{1,2}})?)"


def read_number(text: str) -> float | None:
    """The value of 15, 1.5, .5, 十五, 二十, 两, 一百二, 一点五, 三零; None for anything else."""
    if not text:
        return None
    if text[0].isdecimal() or text[0] == ".":
        return _read_arabic(text)
    whole, point, decimals = text.partition("点")
    value = _read_whole(whole)
    if value is None or not point:
        return value
    fraction = [DIGITS.get(c) for c in decimals]
    if not fraction or None in fraction:
        return None
    return float(f"{int(value)}.{''.join(str(d) for d in fraction)}")


def _read_arabic(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _read_whole(text: str) -> float | None:
    for joined, spelled in JOINED_TENS.items():
        text = text.replace(joined, spelled)
    if not any(c in TENS for c in text):
        return _read_digit_row(text)
    total, digit, unit = 0, 0, 1
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in TENS:
            unit = TENS[c]
            total, digit = total + (digit or 1) * unit, 0
        else:
            return None
    # 一百二 is 120: a digit left over after 百 counts tens, unless a 零 stands before it.
    left_over = unit // 10 if unit >= 100 and len(text) > 1 and text[-2] in TENS else 1
    return float(total + digit * left_over)


def _read_digit_row(text: str) -> float | None:
    """三零 is 30 and 一五 is 15: people dictate numbers digit by digit."""
    digits = [DIGITS.get(c) for c in text]
    if not digits or None in digits:
        return None
    return float("".join(str(d) for d in digits))
