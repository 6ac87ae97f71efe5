"""Files in forms: counted as they come in, so that none is larger than the server takes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file into a temporary one that goes with the request; ends where it is too large."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Django's)
        """Begin with a file."""
        self._came = getattr(self, "_came", 0)
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take the next part of a file."""
        self._came += len(raw_data)
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if limit is not None and self._came > limit:
            self.file.close()  # which removes it
            message = "the files of a form are larger than a body may be"
            raise RequestDataTooBig(message)
        super().receive_data_chunk(raw_data, start)
        return None
