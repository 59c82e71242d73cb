"""Pictures as people have them, and as whoever means harm does."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(form: str = "PNG", size: tuple[int, int] = (300, 100), mode: str = "RGB", **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    stream = io.BytesIO()
    drawn = Image.new("RGB", size, "#7a1f1f").convert(mode)
    drawn.putpixel((0, 0), Image.new("RGB", (1, 1), "white").convert(mode).getpixel((0, 0)) or 0)
    drawn.save(stream, form, **options)
    return stream.getvalue()


def turned(orientation: int) -> bytes:
    """A photograph that says how it is to be held (EXIF 2.32, tag 0x0112), and where it was taken."""
    about = Image.Exif()
    about[0x0112] = orientation
    about[0x010E] = "Calle 7 con carrera 8"
    return picture("JPEG", exif=about)


def animated(form: str) -> bytes:
    return picture(form, save_all=True, append_images=[Image.new("RGB", (300, 100), "white")])


def declaring(width: int, height: int) -> bytes:
    """A PNG of a few bytes that declares a size: of the pixels themselves it has nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(*one) for one in ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
