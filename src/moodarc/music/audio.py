"""Decoding: any music file to blocks of float32 samples, never the whole file at once.

Two decoders, chosen by measurement (`benchmarks/decode.py`, ms of CPU per 240 s of stereo, decoded
and resampled to 16 kHz mono): libsndfile with soxr takes 185 for mp3 (PyAV 329), 198 for FLAC
(242), 307 for Vorbis (401) and 72 for WAV (104), so it goes first. PyAV (FFmpeg) takes Opus (531
against 1116), and what libsndfile cannot open: m4a, aac, and containers that carry pictures beside
the sound. Both stream, so memory does not grow with length.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import av
import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from moodarc.errors import AudioError
from moodarc.music.truncation import LEAST_SHARE, find_truncation

__all__ = ["ANALYSIS_RATE", "AudioFile", "Resampler", "decode"]

ANALYSIS_RATE: Final = 16_000
"""Hz. The labelled corpora hold little above 8 kHz, so nothing learned there could use more."""

_BLOCK_FRAMES: Final = 1 << 17
_PLANAR_FLOAT: Final = "fltp"
_MAX_CHANNELS: Final = 32
_LOWEST_RATE: Final = 4_000
_HIGHEST_RATE: Final = 768_000
_HIGHEST_SAMPLE: Final = 1e4
"""full scale = 1; a float file may pass 1 by some dB, 80 dB over it are no sound"""
_ODD_SHARE: Final = 0.01
"""of the samples may be NaN or infinite; they are heard as 0"""


@dataclass(frozen=True, slots=True)
class _Opened:
    rate: int
    channels: int
    declared_frames: int
    blocks: Iterator[NDArray[np.float32]]
    decoder: str


class AudioFile:
    """An audio file, open for one pass of reading.

    Args:
        path: the file; regular files only.

    Attributes:
        rate: samples a second, 4000 to 768000 Hz.
        channels: 1 to 32.
        decoder: "sndfile" or "av".

    Raises:
        AudioError: absent, not a regular file, empty, unreadable, not audio, or of a rate that no
            music has.
    """

    def __init__(self, path: Path) -> None:
        _check_regular(path)
        with ExitStack() as stack:
            opened = _open_sndfile(path, stack) or _open_av(path, stack)
            _check_rate(path, opened.rate)
            self._stack = stack.pop_all()
        self.path = path
        self.rate, self.channels = opened.rate, opened.channels
        self.decoder = opened.decoder
        self._declared_frames = opened.declared_frames
        self._blocks = opened.blocks
        self._n_odd = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stack.close()

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """Decoded sound in order: `float32 (n, channels)`, full scale = 1, NaN and inf as 0.

        Raises:
            AudioError: the file holds no sound, or breaks off before 90 % of the length that its
                header declares, or lacks the end that its container announces; a sample lies
                beyond 10000 times full scale, or more than 1 % are NaN or infinite.
        """
        n_read, reason = 0, "breaks off"
        try:
            for block in self._blocks:
                n_read += len(block)
                yield self._sound(block)
        except (soundfile.SoundFileError, av.FFmpegError, OSError) as error:
            reason = _brief(error)
            if not self._declared_frames:
                self._complain(n_read, reason)
        if n_read < LEAST_SHARE * self._declared_frames:
            self._complain(n_read, reason)
        self._check_end(n_read)
        if n_read == 0:
            msg = f"{self.path.name}: holds no sound; expected at least one sample"
            raise AudioError(msg)
        self._check_numbers(n_read)

    def _sound(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """The block itself if all of it can be sound, which two quick passes tell."""
        if block.max() <= _HIGHEST_SAMPLE and block.min() >= -_HIGHEST_SAMPLE:  # false for NaN
            return block
        odd = ~np.isfinite(block)
        self._n_odd += int(odd.sum())
        block = np.where(odd, np.float32(0.0), block)
        highest = float(np.abs(block).max())
        if highest > _HIGHEST_SAMPLE:
            msg = (
                f"{self.path.name}: has a sample of {highest:.3g}; expected at most "
                f"{_HIGHEST_SAMPLE:g} (full scale is 1); export it again from its source"
            )
            raise AudioError(msg)
        return block

    def _check_numbers(self, n_read: int) -> None:
        share = self._n_odd / (n_read * self.channels)
        if share > _ODD_SHARE:
            msg = (
                f"{self.path.name}: is damaged, {share:.1%} of its samples are NaN or infinite; "
                f"expected at most {_ODD_SHARE:.0%}; copy it again from its source"
            )
            raise AudioError(msg)

    def _check_end(self, n_read: int) -> None:
        truncation = find_truncation(self.path)
        if truncation:
            # what the decoder declared is only what is there
            self._declared_frames = round(n_read / truncation.share) if truncation.share else 0
            self._complain(n_read, truncation.reason)

    def _complain(self, n_read: int, reason: str) -> None:
        seconds, declared = n_read / self.rate, self._declared_frames / self.rate
        whole = f" of {declared:.1f} s" if declared else ""
        msg = (
            f"{self.path.name}: is truncated or damaged, {seconds:.1f} s{whole} can be decoded "
            f"({reason}); copy it again from its source"
        )
        raise AudioError(msg)


class Resampler:
    """Streaming conversion of blocks to mono at `ANALYSIS_RATE` (soxr, high quality)."""

    def __init__(self, rate: int) -> None:
        self._stream = (
            None
            if rate == ANALYSIS_RATE
            else soxr.ResampleStream(rate, ANALYSIS_RATE, 1, dtype="float32", quality="HQ")
        )

    def push(self, block: NDArray[np.float32], *, last: bool = False) -> NDArray[np.float32]:
        """What is ready of the sound so far, `float32 (m,)`; `last` flushes the rest."""
        mono = _to_mono(block)
        if self._stream is None:
            return mono
        out: NDArray[np.float32] = self._stream.resample_chunk(mono, last=last)
        return out


def _to_mono(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean of the channels of `float32 (n, channels)`: `float32 (n,)`."""
    if block.shape[1] == 1:
        return np.ascontiguousarray(block[:, 0])
    if block.shape[1] == 2:
        return (block[:, 0] + block[:, 1]) * np.float32(0.5)
    return np.asarray(block.mean(axis=1), dtype=np.float32)


def decode(path: Path) -> NDArray[np.float32]:
    """The whole file as mono `float32 (n,)` at `ANALYSIS_RATE`; for short files and tests.

    Raises:
        AudioError: as `AudioFile`.
    """
    with AudioFile(path) as file:
        resampler = Resampler(file.rate)
        parts = [resampler.push(block) for block in file.blocks()]
        parts.append(resampler.push(np.zeros((0, 1), dtype=np.float32), last=True))
    return np.concatenate(parts)


def _check_regular(path: Path) -> None:
    try:
        status = path.stat()
    except OSError as error:
        msg = f"{path.name}: cannot be opened ({error.strerror}); check the path and its rights"
        raise AudioError(msg) from error
    if not stat.S_ISREG(status.st_mode):
        msg = f"{path.name}: is not a regular file; expected an audio file"
        raise AudioError(msg)
    if status.st_size == 0:
        msg = f"{path.name}: is empty (0 bytes); copy it again from its source"
        raise AudioError(msg)
    if not os.access(path, os.R_OK):
        msg = f"{path.name}: may not be read; give read permission"
        raise AudioError(msg)


def _check_rate(path: Path, rate: int) -> None:
    if not _LOWEST_RATE <= rate <= _HIGHEST_RATE:
        msg = (
            f"{path.name}: declares {rate} samples a second; expected {_LOWEST_RATE} to "
            f"{_HIGHEST_RATE} Hz; export it again from its source"
        )
        raise AudioError(msg)


def _open_sndfile(path: Path, stack: ExitStack) -> _Opened | None:
    """Open by libsndfile; None where it does not know the format, or is slow at it."""
    try:
        file = stack.enter_context(soundfile.SoundFile(os.fsencode(path)))
    except soundfile.SoundFileError:
        return None
    if file.subtype == "OPUS" or not 1 <= file.channels <= _MAX_CHANNELS or file.samplerate <= 0:
        return None
    return _Opened(file.samplerate, file.channels, file.frames, _sndfile_blocks(file), "sndfile")


def _sndfile_blocks(file: soundfile.SoundFile) -> Iterator[NDArray[np.float32]]:
    """Blocks as they are read: `SoundFile.blocks` trusts the header and pads what is missing."""
    while len(block := file.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
        yield block


def _open_av(path: Path, stack: ExitStack) -> _Opened:
    """Open by FFmpeg, where libsndfile could not."""
    try:
        # an open file, not a name: FFmpeg takes no name that is not UTF-8
        file = stack.enter_context(path.open("rb"))
        container = stack.enter_context(av.open(file, metadata_errors="ignore"))
    except (av.FFmpegError, OSError, ValueError) as error:
        msg = f"{path.name}: is not audio that can be decoded ({_brief(error)}); expected music"
        raise AudioError(msg) from error
    if not container.streams.audio:
        msg = f"{path.name}: has no audio stream; expected music"
        raise AudioError(msg)
    stream = container.streams.audio[0]
    if not stream.rate or not 1 <= (stream.channels or 0) <= _MAX_CHANNELS:
        msg = f"{path.name}: its audio stream has no rate or channels; copy it from its source"
        raise AudioError(msg)
    seconds = float((stream.duration or 0) * (stream.time_base or 0))
    blocks = _av_blocks(container, stream)
    return _Opened(stream.rate, stream.channels, int(seconds * stream.rate), blocks, "av")


def _av_blocks(container: Any, stream: Any) -> Iterator[NDArray[np.float32]]:  # noqa: ANN401
    """Decoded frames gathered to blocks of about `_BLOCK_FRAMES`; broken packets are skipped."""
    converter = av.AudioResampler(format=_PLANAR_FLOAT, rate=stream.rate)
    pending: list[NDArray[np.float32]] = []
    n_pending = 0
    for frame in _av_frames(container, stream):
        # most codecs give this already, and conversion costs as much as decoding
        ready = frame.format.name == _PLANAR_FLOAT and frame.rate == stream.rate
        for piece in (frame,) if ready else converter.resample(frame):
            pending.append(piece.to_ndarray().T.astype(np.float32, copy=False))
            n_pending += piece.samples
        if n_pending >= _BLOCK_FRAMES:
            yield np.concatenate(pending)
            pending, n_pending = [], 0
    if pending:
        yield np.concatenate(pending)


def _av_frames(container: Any, stream: Any) -> Iterator[Any]:  # noqa: ANN401
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.InvalidDataError:
            continue


def _brief(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:  # FFmpeg's too: number and file say nothing
        return error.strerror
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
