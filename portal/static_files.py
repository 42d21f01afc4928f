"""Static files under names that change with their content, compressed once for all visitors."""

from collections.abc import Collection, Iterator

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickCompressor(Compressor):
    """Brotli's best level takes ten times as long, which is most of a first start, and saves a tenth."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return brotli.compress(data, quality=9)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Only files under the names that pages use are compressed; those under their plain names stay as they are."""

    def create_compressor(self, **options) -> Compressor:
        return QuickCompressor(**options)

    def compress_files(self, paths: Collection[str]) -> Iterator[tuple[str, str]]:
        used = set(self.hashed_files.values())
        return super().compress_files([path for path in paths if path in used])
