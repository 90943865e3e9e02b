"""The listener's face: where it is, what it shows, and how sure that is (EM-1 to EM-4)."""
