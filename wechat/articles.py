"""An article (图文) as the platform's drafts take it: fitted before it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from wechat.plumbing import Plumbing
from wechat.reading import Reply, text_of

TITLE_LIMIT = 64
DIGEST_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Article:
    """A title, plain paragraphs, and the address behind 阅读原文."""

    title: str
    paragraphs: Sequence[str]
    source_url: str = ""

    def as_draft(self, cover_id: str) -> dict[str, object]:
        """The body of draft/add. Words are escaped: what people typed is never markup."""
        content = "".join(f"<p>{escape(words)}</p>" for words in self.paragraphs if words)
        article = {
            "title": self.title[:TITLE_LIMIT],
            "digest": next(iter(self.paragraphs), "")[:DIGEST_LIMIT],
            "content": content,
            "content_source_url": self.source_url,
            "thumb_media_id": cover_id,
            "need_open_comment": 0,
            "only_fans_can_comment": 0,
        }
        return {"articles": [article]}


def add_draft(plumbing: Plumbing, article: Article, cover: bytes) -> str:
    """Store the cover, which a draft cannot be without, and add the draft; returns its media id."""
    kept: Reply = plumbing.material.add("image", ("cover.png", cover))
    draft = article.as_draft(text_of(kept, "media_id"))
    reply: Reply = plumbing.post("draft/add", data=draft)
    return text_of(reply, "media_id")
