"""One loader a public data set, true to its published format, with licence and citation."""

from moodarc.datasets.affectnet import load_affectnet
from moodarc.datasets.billboard_200 import (
    ChartAlbum,
    ChartSong,
    ServiceFeatures,
    read_billboard_songs,
    read_chart,
)
from moodarc.datasets.ck_plus import load_ck_plus
from moodarc.datasets.deam import RatedCurve, load_deam, load_deam_curves
from moodarc.datasets.deap import DeapRating, DeapVideo, load_deap_ratings, load_deap_videos
from moodarc.datasets.deezer_mood import (
    DeezerSongs,
    MoodSongs,
    MoodTitles,
    load_deezer_mood,
    load_deezer_songs,
    load_deezer_titles,
)
from moodarc.datasets.emobank import RatedSentence, load_emobank
from moodarc.datasets.emotify import GEMS, FeltClip, load_emotify
from moodarc.datasets.expression_names import expression_named
from moodarc.datasets.face_folder import load_face_folder
from moodarc.datasets.face_photos import FacePhoto, load_face_photos
from moodarc.datasets.face_pictures import (
    PICTURE_SUFFIXES,
    LabelledPicture,
    picture_files,
    read_gray,
    read_picture,
)
from moodarc.datasets.face_tiles import FERPLUS_CLASSES, FERPLUS_COLUMNS, TILE_PX, FaceTiles
from moodarc.datasets.felt_moments import FELT_EMOTIONS, FeltMoments, load_felt_moments
from moodarc.datasets.fer2013 import FER2013_SPLITS, fer2013_splits, is_fer2013, load_fer2013
from moodarc.datasets.ferplus import load_ferplus
from moodarc.datasets.hetrec import load_hetrec
from moodarc.datasets.jaffe import load_jaffe
from moodarc.datasets.judged_clips import JudgedClip, load_judged_clips
from moodarc.datasets.labelled_faces import load_labelled_pictures
from moodarc.datasets.lastfm_1k import load_lastfm_1k
from moodarc.datasets.lastfm_tags import TaggedSong, read_lastfm_json, read_lastfm_tags
from moodarc.datasets.lfm_2b import load_lfm_2b
from moodarc.datasets.listenbrainz import load_listenbrainz
from moodarc.datasets.mood_titles import TitledMood, load_mood_titles
from moodarc.datasets.msd_songs import MSD_DESCRIPTORS, MsdSongs, load_msd_songs
from moodarc.datasets.nowplaying_rs import load_nowplaying_rs
from moodarc.datasets.panda_4q import QUADRANT_OF_LABEL, LabelledClip, load_panda_4q
from moodarc.datasets.play_log import MOST_PLAYS
from moodarc.datasets.play_set import Plays
from moodarc.datasets.play_tables import COLUMN_NAMES, PlayColumns, load_play_table
from moodarc.datasets.plays import load_plays
from moodarc.datasets.pmemo import load_pmemo
from moodarc.datasets.raf_db import load_raf_db
from moodarc.datasets.rated_clips import SCALES, RatedClip, load_rated_clips
from moodarc.datasets.rendering import RenderConfig, find_soundfont, render_midi
from moodarc.datasets.s3rec_lastfm import load_s3rec_lastfm
from moodarc.datasets.situnes import (
    WRIST_ACTIVITIES,
    SiTunes,
    SiTunesStage,
    load_situnes,
    load_situnes_stage,
)
from moodarc.datasets.situnes_music import (
    SERVICE_COLUMNS,
    SOUND_COLUMNS,
    SiTunesMusic,
    load_situnes_music,
)
from moodarc.datasets.situnes_plays import load_situnes_plays
from moodarc.datasets.situnes_splits import SiTunesSplit, load_situnes_splits
from moodarc.datasets.soundtracks import RatedExcerpts, load_soundtracks
from moodarc.datasets.studentlife import StressReports, load_stress_reports
from moodarc.datasets.taste_profile import load_taste_profile
from moodarc.datasets.thirty_music import load_thirty_music, load_thirty_music_sample
from moodarc.datasets.track_features import SERVICE_DESCRIPTORS, ServiceTracks, load_track_features
from moodarc.datasets.vgmidi import RatedPiece, load_vgmidi
from moodarc.datasets.warriner import RatedWord, load_warriner
from moodarc.datasets.wesad import CONDITIONS, STD_COLUMNS, WesadWindows, load_wesad_windows

__all__ = [
    "COLUMN_NAMES",
    "CONDITIONS",
    "FELT_EMOTIONS",
    "FER2013_SPLITS",
    "FERPLUS_CLASSES",
    "FERPLUS_COLUMNS",
    "GEMS",
    "MOST_PLAYS",
    "MSD_DESCRIPTORS",
    "PICTURE_SUFFIXES",
    "QUADRANT_OF_LABEL",
    "SCALES",
    "SERVICE_COLUMNS",
    "SERVICE_DESCRIPTORS",
    "SOUND_COLUMNS",
    "STD_COLUMNS",
    "TILE_PX",
    "WRIST_ACTIVITIES",
    "ChartAlbum",
    "ChartSong",
    "DeapRating",
    "DeapVideo",
    "DeezerSongs",
    "FacePhoto",
    "FaceTiles",
    "FeltClip",
    "FeltMoments",
    "JudgedClip",
    "LabelledClip",
    "LabelledPicture",
    "MoodSongs",
    "MoodTitles",
    "MsdSongs",
    "PlayColumns",
    "Plays",
    "RatedClip",
    "RatedCurve",
    "RatedExcerpts",
    "RatedPiece",
    "RatedSentence",
    "RatedWord",
    "RenderConfig",
    "ServiceFeatures",
    "ServiceTracks",
    "SiTunes",
    "SiTunesMusic",
    "SiTunesSplit",
    "SiTunesStage",
    "StressReports",
    "TaggedSong",
    "TitledMood",
    "WesadWindows",
    "expression_named",
    "fer2013_splits",
    "find_soundfont",
    "is_fer2013",
    "load_affectnet",
    "load_ck_plus",
    "load_deam",
    "load_deam_curves",
    "load_deap_ratings",
    "load_deap_videos",
    "load_deezer_mood",
    "load_deezer_songs",
    "load_deezer_titles",
    "load_emobank",
    "load_emotify",
    "load_face_folder",
    "load_face_photos",
    "load_felt_moments",
    "load_fer2013",
    "load_ferplus",
    "load_hetrec",
    "load_jaffe",
    "load_judged_clips",
    "load_labelled_pictures",
    "load_lastfm_1k",
    "load_lfm_2b",
    "load_listenbrainz",
    "load_mood_titles",
    "load_msd_songs",
    "load_nowplaying_rs",
    "load_panda_4q",
    "load_play_table",
    "load_plays",
    "load_pmemo",
    "load_raf_db",
    "load_rated_clips",
    "load_s3rec_lastfm",
    "load_situnes",
    "load_situnes_music",
    "load_situnes_plays",
    "load_situnes_splits",
    "load_situnes_stage",
    "load_soundtracks",
    "load_stress_reports",
    "load_taste_profile",
    "load_thirty_music",
    "load_thirty_music_sample",
    "load_track_features",
    "load_vgmidi",
    "load_warriner",
    "load_wesad_windows",
    "picture_files",
    "read_billboard_songs",
    "read_chart",
    "read_gray",
    "read_lastfm_json",
    "read_lastfm_tags",
    "read_picture",
    "render_midi",
]
