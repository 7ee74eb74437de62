"""Media (素材): uploaded for three days, or for good."""

from __future__ import annotations

import secrets

from simulator.api import Call, Picture, Upload
from simulator.errcodes import Json, Refusal
from simulator.world import World

LIFETIME = 3 * 86400
LARGEST = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "thumb": 64 << 10}


def upload(call: Call) -> Json:
    """Answer POST /cgi-bin/media/upload, the file in the form field `media`."""
    kind = call.query.get("type", "")
    media_id = _keep(call, kind, is_permanent=False)
    name = "thumb_media_id" if kind == "thumb" else "media_id"
    return {"type": kind, name: media_id, "created_at": int(call.world.clock.now())}


def add_material(call: Call) -> Json:
    """Answer POST /cgi-bin/material/add_material."""
    kind = call.query.get("type", "")
    media_id = _keep(call, kind, is_permanent=True)
    url = f"{call.world.public_url}/sim/media/{media_id}"
    return {"media_id": media_id, **({"url": url} if kind in ("image", "thumb") else {})}


def upload_image(call: Call) -> Json:
    """Answer POST /cgi-bin/media/uploadimg, a picture for an article."""
    media_id = _keep(call, "image", is_permanent=True)
    return {"url": f"{call.world.public_url}/sim/media/{media_id}"}


def get(call: Call) -> Picture:
    """Answer GET /cgi-bin/media/get; Refusal 40007 after three days."""
    return find(call, call.query.get("media_id", ""))


def find(call: Call, media_id: str) -> Picture:
    row = call.world.store.row(
        "SELECT * FROM media WHERE media_id = ? AND app_id = ? AND (is_permanent OR created_at > ?)",
        *(media_id, call.account.app_id, call.world.clock.now() - LIFETIME),
    )
    if row is None:
        raise Refusal(40007)
    return Picture(row["mime"], row["content"])


def _keep(call: Call, kind: str, *, is_permanent: bool) -> str:
    found = _checked(call.upload, kind)
    return keep(call.world, call.account.app_id, kind, found, is_permanent=is_permanent)


def keep(world: World, app_id: str, kind: str, file: Upload, *, is_permanent: bool = False) -> str:
    """Store a file an account uploads or a person sends; return its media_id."""
    media_id = secrets.token_urlsafe(48)
    world.store.run(
        "INSERT INTO media (media_id, app_id, kind, mime, content, created_at, is_permanent)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(media_id, app_id, kind, file.mime, file.content),
        *(world.clock.now(), int(is_permanent)),
    )
    return media_id


def _checked(upload: Upload | None, kind: str) -> Upload:
    if kind not in LARGEST:
        raise Refusal(40004)
    if upload is None or not upload.content:
        raise Refusal(41005)
    if len(upload.content) > LARGEST[kind]:
        raise Refusal(45001)
    return upload
