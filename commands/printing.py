"""What is printed (打印件): codes as pictures, and sheets that a browser prints on A4."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "print"
_BOX = 16
_QUIET = 4


def qr_picture(link: str, box: int = _BOX) -> bytes:
    """A link as a PNG; a quarter of the code may be lost and it still reads."""
    import qrcode
    from qrcode.image.pil import PilImage

    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_Q, box_size=box, border=_QUIET
    )
    code.add_data(link)
    code.make(fit=True)
    out = io.BytesIO()
    code.make_image(image_factory=PilImage).save(out)
    return out.getvalue()


def embedded(picture: bytes) -> str:
    """A picture as an address that needs no file beside the page."""
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def print_sheet(template: str, **values: object) -> str:
    """Fill in one of the print templates."""
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    return environment.get_template(template).render(values)
