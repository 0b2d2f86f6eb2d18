"""One file per thing a person can do. No platform, no SQL, no torch."""
