"""Which decoder for which format: libsndfile with soxr against PyAV (FFmpeg).

    python benchmarks/decode.py

CPU milliseconds to decode 240 s of stereo and resample them to 16 kHz mono, best of three. The
files are made here, of built-in music. `moodarc.music.audio` follows the result.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import soundfile
import soxr

from moodarc.library.composer import RATE, builtin_pieces, render

TARGET = 16_000
SECONDS = 240
FORMATS = {
    "mp3": {"format": "MP3"},
    "flac": {"format": "FLAC"},
    "ogg": {"format": "OGG", "subtype": "VORBIS"},
    "opus": {"format": "OGG", "subtype": "OPUS"},
    "wav": {"format": "WAV"},
}


def by_sndfile(path: Path) -> int:
    with soundfile.SoundFile(path) as file:
        resampler = soxr.ResampleStream(file.samplerate, TARGET, 1, dtype="float32")
        n_samples = 0
        while len(block := file.read(1 << 17, dtype="float32", always_2d=True)):
            n_samples += len(resampler.resample_chunk((block[:, 0] + block[:, 1]) * 0.5))
    return n_samples


def by_av(path: Path) -> int:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", TARGET)
        return sum(
            piece.to_ndarray().size
            for frame in container.decode(container.streams.audio[0])
            for piece in resampler.resample(frame)
        )


def cpu_ms(decode: Callable[[Path], int], path: Path) -> float:
    times = []
    for _ in range(3):
        began = time.process_time()
        decode(path)
        times.append(1000 * (time.process_time() - began))
    return min(times)


def main() -> None:
    sound = soxr.resample(render(builtin_pieces()[0]), RATE, 48_000)
    sound = np.tile(sound, (SECONDS * 48_000 // len(sound) + 1, 1))[: SECONDS * 48_000]
    print(f"{'format':8}{'sndfile + soxr':>16}{'PyAV':>10}   ms of CPU for {SECONDS} s")
    with tempfile.TemporaryDirectory() as folder:
        for name, form in FORMATS.items():
            path = Path(folder) / f"sound.{name}"
            with soundfile.SoundFile(path, "w", 48_000, 2, **form) as file:
                for start in range(0, len(sound), 48_000):
                    file.write(sound[start : start + 48_000])
            print(f"{name:8}{cpu_ms(by_sndfile, path):16.0f}{cpu_ms(by_av, path):10.0f}")


if __name__ == "__main__":
    main()
