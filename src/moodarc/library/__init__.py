"""The listener's files: scan, tags, playlists in and out, and built-in music for the first run."""
