"""Where the descriptions of the platforms lie: the folder MAZOK_SHARED, by default `shared` beside the checkout."""

import os
from pathlib import Path

SPECS = Path(os.environ.get("MAZOK_SHARED") or Path(__file__).parents[3] / "shared") / "specs"
