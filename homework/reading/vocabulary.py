"""The words the reader knows (词汇), as one dictionary that a school can extend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from homework.reading import words_contents, words_subjects
from homework.report import Kind, Subject


class Role(StrEnum):
    """What a word does in a sentence."""

    SUBJECT = "subject"
    JOINED = "joined"  # 语数英
    ACTION = "action"
    THING = "thing"
    NEUTRAL = "neutral"  # 预习、阅读: homework without a kind
    DECOY = "decoy"  # 音乐会: contains a word we know and does not mean it


@dataclass(frozen=True, slots=True)
class Word:
    """One entry: its role, and the kind and subject it points to."""

    text: str
    role: Role
    kind: Kind | None = None
    subjects: tuple[Subject, ...] = ()
    is_weak: bool = False  # a subject's name that is an everyday word as well
    is_exclusive: bool = False  # leaves the subject said before (跳绳 after 语文)
    is_latin: bool = field(init=False)

    def __post_init__(self) -> None:
        is_latin = self.text[0].isascii() and self.text[-1].isascii()
        object.__setattr__(self, "is_latin", is_latin)


@dataclass(frozen=True, slots=True)
class Found:
    """A word at its place."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words by their text, with the lengths to try at each first character, longest first."""

    words: Mapping[str, Word]
    lengths: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, words: Mapping[str, Word]) -> Vocabulary:
        """Index a dictionary of words."""
        by_first: dict[str, set[int]] = {}
        for text in words:
            by_first.setdefault(text[0], set()).add(len(text))
        return cls(words, {c: tuple(sorted(n, reverse=True)) for c, n in by_first.items()})

    def extended(
        self,
        subjects: Mapping[str, Subject] | None = None,
        contents: Mapping[str, Kind | None] | None = None,
        hints: Mapping[str, Subject] | None = None,
    ) -> Vocabulary:
        """This vocabulary with a school's private words: 英语 called 校本英语, 目P21, 百词.

        `contents` gives each word its kind (None: not known); `hints` tells the subject a content
        word belongs to where the writer names none.
        """
        words = dict(self.words)
        for text, subject in (subjects or {}).items():
            words[text.lower()] = Word(text.lower(), Role.SUBJECT, subjects=(subject,))
        for text, kind in (contents or {}).items():
            hint = (hints or {}).get(text)
            pointed = (hint,) if hint else ()
            words[text.lower()] = Word(text.lower(), Role.THING, kind, pointed)
        return Vocabulary.of(words)

    def find(self, matched: str) -> list[Found]:
        """Words from left to right, the longest at each place, never overlapping."""
        found: list[Found] = []
        word_of, lengths_of, until = self.words.get, self.lengths.get, 0
        for at, character in enumerate(matched):
            lengths = lengths_of(character) if at >= until else None
            if lengths is None:
                continue
            for length in lengths:
                word = word_of(matched[at : at + length])
                if word is None or (word.is_latin and _is_inside(matched, at, len(word.text))):
                    continue
                # Not `at + length`: at the end of the message the slice was shorter.
                until = at + len(word.text)
                found.append(Found(at, until, word))
                break
        return found


def _is_inside(matched: str, at: int, length: int) -> bool:
    """True for the read of already: Latin words have ends, Chinese ones do not."""
    around = matched[max(0, at - 1) : at] + matched[at + length : at + length + 1]
    return any(c.isascii() and c.isalpha() for c in around)


def _build() -> Vocabulary:
    words: dict[str, Word] = {}
    hints = {text: subject for subject, row in words_contents.HINTS.items() for text in row.split()}
    for role, kind, row in _content_rows():
        for text in row.split():
            subjects = (hints[text],) if text in hints else ()
            is_exclusive = text in words_contents.EXCLUSIVE
            words[text] = Word(text, role, kind, subjects, is_exclusive=is_exclusive)
    words |= {t: Word(t, Role.DECOY) for t in words_contents.DECOYS.split()}
    words |= _subject_words()
    words |= {t: Word(t, Role.DECOY) for t in words_subjects.DECOYS if t not in words}
    missing = [text for text in hints if text not in words]
    if missing:
        raise ValueError(f"hints without a word: {missing}")
    return Vocabulary.of(words)


def _content_rows() -> Iterator[tuple[Role, Kind | None, str]]:
    # Later rows win, so that an action is never hidden by a thing of the same name.
    yield Role.THING, None, words_contents.PLAIN_THINGS
    for kind, row in words_contents.THINGS.items():
        yield Role.THING, kind, row
    yield Role.NEUTRAL, None, words_contents.NEUTRAL
    for kind, row in words_contents.ACTIONS.items():
        yield Role.ACTION, kind, row


def _subject_words() -> dict[str, Word]:
    words: dict[str, Word] = {}
    for subject, row in words_subjects.NAMES.items():
        for text in row.split():
            is_weak = text in words_subjects.WEAK_NAMES
            words[text] = Word(text, Role.SUBJECT, subjects=(subject,), is_weak=is_weak)
    for text in words_subjects.JOINED:
        joined = tuple(words_subjects.JOINED_LETTERS[c] for c in text)
        words[text] = Word(text, Role.JOINED, subjects=joined)
    return words


VOCABULARY = _build()
