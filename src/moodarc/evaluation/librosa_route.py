"""The descriptors as one would get them from librosa: the rival of `moodarc bench scan`.

Load at librosa's own rate, onset strength, beat tracking, chroma, spectral shape, cepstra, level,
zero crossings and tonal centroids, each by the function that librosa's documentation gives for it
and with the spectrum shared where its interface allows. Nothing is left out that ours computes but
loudness after BS.1770 and the affect estimate, which librosa has no function for.
"""

from pathlib import Path

import numpy as np

__all__ = ["librosa_descriptors"]


def librosa_descriptors(path: Path) -> dict[str, float]:
    """Means of what librosa computes of a file."""
    import librosa  # noqa: PLC0415  # a second to import, and only this bench needs it

    sound, rate = librosa.load(path)
    magnitude = np.abs(librosa.stft(sound))
    onsets = librosa.onset.onset_strength(y=sound, sr=rate)
    tempo, _ = librosa.beat.beat_track(onset_envelope=onsets, sr=rate)
    chroma = librosa.feature.chroma_cqt(y=sound, sr=rate)
    curves = {
        "chroma": chroma,
        "tonnetz": librosa.feature.tonnetz(chroma=chroma, sr=rate),
        "cepstra": librosa.feature.mfcc(y=sound, sr=rate),
        "centroid": librosa.feature.spectral_centroid(S=magnitude, sr=rate),
        "bandwidth": librosa.feature.spectral_bandwidth(S=magnitude, sr=rate),
        "contrast": librosa.feature.spectral_contrast(S=magnitude, sr=rate),
        "rolloff": librosa.feature.spectral_rolloff(S=magnitude, sr=rate),
        "flatness": librosa.feature.spectral_flatness(S=magnitude),
        "level": librosa.feature.rms(S=magnitude),
        "zero_crossings": librosa.feature.zero_crossing_rate(sound),
        "tempogram": librosa.feature.tempogram(onset_envelope=onsets, sr=rate),
    }
    means = {name: float(np.mean(curve)) for name, curve in curves.items()}
    return {"tempo": float(np.mean(tempo)), "duration_s": len(sound) / rate, **means}
