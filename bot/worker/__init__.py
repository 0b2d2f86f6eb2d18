"""The worker: claims jobs, paints them, reports. The only part of the application that runs the engine.

`report` stands in the thread that paints, `keeper` writes down what it noted, `painter` carries a job from its claim
to its end, `serve` is the process around them. Knows no chat and no platform.
"""

from bot.worker.engine import Engine, Render, load
from bot.worker.serve import Options, serve

__all__ = ["Engine", "Options", "Render", "load", "serve"]
