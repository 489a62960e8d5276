"""A bounded cache of encoded blocks: memory first, then files on disk that several processes may share."""
from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Optional

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from ..data.cache_folder import cache_folder
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..models.compute import Compute
from ..models.network import Network
from ..schema.cache_variables import cache_megabytes

LOG = logging.getLogger("berunda")
BlockPlace = tuple[int, int]  # row and column of a block in its lattice
Tensors = list[torch.Tensor]
MEMORY_BYTES = 256 * 2**20
SUFFIX = ".block.safetensors"
RECOUNT_EVERY = 64  # blocks written; other processes write as well
HEADER_BYTES = 1024  # that a file has beside the tensors, at most


class FeatureCache:
    """Blocks by the key of their lattice and their place in it; the least recently used ones are dropped.

    Args:
        folder: of the files; None keeps blocks in memory alone.
        disk_bytes: that the files may take.
        memory_bytes: that blocks in memory may take.

    Attributes:
        problem: why nothing is written to the folder any more, as a sentence, or "".
    """

    def __init__(self, folder: Optional[Path], disk_bytes: int, memory_bytes: int = MEMORY_BYTES) -> None:
        self.folder, self.disk_bytes, self.memory_bytes = folder, disk_bytes, memory_bytes
        self.problem = ""
        self._writes = True
        self._blocks: OrderedDict[tuple[str, BlockPlace], Tensors] = OrderedDict()
        self._held_bytes = 0
        self._on_disk_bytes, self._written = 0, 0
        self._lock = threading.Lock()

    @classmethod
    def of_environment(cls) -> FeatureCache:
        """The cache that the environment variables name, or the default one of this system."""
        folder = cache_folder() / "features"
        megabytes = cache_megabytes()
        return cls(folder if megabytes > 0 else None, megabytes * 10**6)

    @classmethod
    def to_read(cls) -> FeatureCache:
        """The same, but a block that is not there yet is not written."""
        cache = cls.of_environment()
        cache._writes = False
        return cache

    def holds(self, key: str, place: BlockPlace) -> bool:
        """Whether a block is there."""
        in_memory = (key, place) in self._blocks
        return in_memory or (self.folder is not None and (self.folder / _file_name(key, place)).exists())

    def capacity(self, block_bytes: int) -> int:
        """How many blocks of a size the larger of memory and folder holds."""
        on_disk = self.disk_bytes if self.folder is not None and not self.problem else 0
        return max(on_disk // (block_bytes + HEADER_BYTES), self.memory_bytes // block_bytes)

    def get(self, key: str, place: BlockPlace) -> Optional[Tensors]:
        """A block, or None; a damaged file counts as none and is removed."""
        with self._lock:
            if (key, place) in self._blocks:
                self._blocks.move_to_end((key, place))
                return self._blocks[key, place]
        tensors = self._load(key, place)
        if tensors is not None:
            self._keep(key, place, tensors)
        return tensors

    def put(self, key: str, place: BlockPlace, tensors: Tensors) -> None:
        """Add a block. Where the folder is full or read-only it is kept in memory alone; see `problem`."""
        self._keep(key, place, tensors)
        if self.folder is None or self.problem or not self._writes:
            return
        try:
            self._save(self.folder / _file_name(key, place), tensors)
        except (OSError, SafetensorError) as error:
            reason = getattr(error, "strerror", None) or error
            problem = f"The folder {self.folder} for features cannot be written ({reason})"
            self.problem = f"{problem}: they are kept in memory."
            LOG.warning(self.problem)

    def size_bytes(self) -> int:
        """What the files take."""
        return sum(size for _, size, _ in self._files())

    def clear(self) -> None:
        """Remove all blocks, in memory and on disk."""
        with self._lock:
            self._blocks.clear()
            self._held_bytes = 0
        for path, _, _ in self._files():
            path.unlink(missing_ok=True)
        self._on_disk_bytes = self._written = 0

    def _keep(self, key: str, place: BlockPlace, tensors: Tensors) -> None:
        with self._lock:
            replaced = self._blocks.pop((key, place), [])
            self._blocks[key, place] = tensors
            self._held_bytes += _bytes(tensors) - _bytes(replaced)
            while self._held_bytes > self.memory_bytes and len(self._blocks) > 1:
                self._held_bytes -= _bytes(self._blocks.popitem(last=False)[1])

    def _load(self, key: str, place: BlockPlace) -> Optional[Tensors]:
        if self.folder is None:
            return None
        path = self.folder / _file_name(key, place)
        try:
            tensors = load_file(path)
            os.utime(path)
            return [tensors[str(index)] for index in range(len(tensors))]
        except FileNotFoundError:
            return None
        except (OSError, SafetensorError, KeyError) as error:
            LOG.info("%s is not a block (%s)", path, error)
            path.unlink(missing_ok=True)
            return None

    def _save(self, path: Path, tensors: Tensors) -> None:
        """Write a file under a temporary name first: another process may read at any time."""
        size = _bytes(tensors) + HEADER_BYTES
        with self._lock:
            if self._written % RECOUNT_EVERY == 0:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._on_disk_bytes = self.size_bytes()
            self._written += 1
            if self._on_disk_bytes + size > self.disk_bytes:
                self._on_disk_bytes = self._shrunk(self.disk_bytes - size)
            if self._on_disk_bytes + size > self.disk_bytes:
                return
            self._on_disk_bytes += size
        handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=path.parent)
        os.close(handle)
        try:
            contiguous = {str(index): tensor.contiguous() for index, tensor in enumerate(tensors)}
            save_file(contiguous, temporary)
            os.replace(temporary, path)
        finally:
            Path(temporary).unlink(missing_ok=True)

    def _shrunk(self, to_bytes: int) -> int:
        """Remove the files that were used least recently until the others take no more; returns what they take."""
        files = sorted(self._files(), key=lambda file: file[2])
        total = sum(size for _, size, _ in files)
        for path, size, _ in files:
            if total <= to_bytes:
                break
            path.unlink(missing_ok=True)
            total -= size
        return total

    def _files(self) -> list[tuple[Path, int, float]]:
        """Path, bytes and time of use of every file; one that another process removes meanwhile is left out."""
        found = []
        for path in self.folder.glob(f"*{SUFFIX}") if self.folder is not None else ():
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((path, status.st_size, status.st_mtime))
        return found


def lattice_key(
    image: Raster, normalisation: Normalisation, network: Network, rotations: int, compute: Compute
) -> str:
    """A name for the blocks of a raster: another one as soon as the file, the weights or the computation differ."""
    path = Path(image.path)
    status = path.stat() if path.exists() else None
    identity = [str(path.absolute()), status and status.st_size, status and status.st_mtime_ns, image.bands]
    how = [normalisation, rotations, str(compute.device), str(compute.autocast)]
    digest = hashlib.sha256(repr([identity, how]).encode())
    for name, tensor in network.backbone.encoder.state_dict().items():
        digest.update(name.encode() + tensor.detach().cpu().numpy().tobytes())
    return digest.hexdigest()[:24]


def _file_name(key: str, place: BlockPlace) -> str:
    return f"{key}_{place[0]}_{place[1]}{SUFFIX}"


def _bytes(tensors: Tensors) -> int:
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)
