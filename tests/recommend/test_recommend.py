import moodarc.recommend as room


def test_the_public_face_is_exact():
    assert sorted(room.__all__) == sorted(
        {
            "AffectMatch",
            "ArtistRepetition",
            "EmotionMatch",
            "KeyFlow",
            "LoudnessFlow",
            "Scorer",
            "Scores",
            "SeedSimilarity",
            "TempoFlow",
            "affect_match",
            "emotion_match",
            "expected_match",
            "key_distance",
            "key_flow",
            "loudness_flow",
            "rank",
            "repetition_after",
            "tempo_flow",
        }
    )
    assert all(hasattr(room, name) for name in room.__all__)
