"""Playlist files in and out: M3U8, XSPF and JSPF, by the ending of their name.

write_playlist(Path("evening.m3u8"), Playlist("Evening", entries))
read_playlist(Path("evening.xspf")).entries
"""

from moodarc.library.playlists.files import FORMATS, check_place, read_playlist, write_playlist
from moodarc.library.playlists.playlist import Playlist, PlaylistEntry, entry_of

__all__ = [
    "FORMATS",
    "Playlist",
    "PlaylistEntry",
    "check_place",
    "entry_of",
    "read_playlist",
    "write_playlist",
]
