"""The ZIP archive that a document of an office suite is: the same parts give the same bytes, whatever the clock says."""

import io
import zipfile
from collections.abc import Collection, Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first instant that an archive can say
_UNIX = 3


def archived(parts: Mapping[str, bytes], *, plain: Collection[str] = ()) -> bytes:
    """In the order given; those named in `plain` are not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name in plain else zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            archive.writestr(entry, part)
    return stream.getvalue()
