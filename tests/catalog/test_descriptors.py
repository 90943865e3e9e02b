from moodarc.catalog import DESCRIPTOR_NAMES, PITCH_CLASSES

EM_5 = {
    "valence", "energy", "danceability", "tempo_bpm", "acousticness", "instrumentalness",
    "liveness", "speechiness", "loudness_lufs", "mode", "key", "time_signature", "duration_s",
}  # fmt: skip


def test_the_descriptors_are_the_thirteen_of_em_5_and_two_strengths():
    assert set(DESCRIPTOR_NAMES) - EM_5 == {"beat_strength", "key_strength"}
    assert set(DESCRIPTOR_NAMES) >= EM_5


def test_there_are_twelve_pitch_classes_from_c():
    assert len(set(PITCH_CLASSES)) == 12
    assert PITCH_CLASSES[0] == "C"
    assert PITCH_CLASSES[9] == "A"
