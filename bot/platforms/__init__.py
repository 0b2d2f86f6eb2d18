"""One folder per platform. A platform knows no other platform."""
