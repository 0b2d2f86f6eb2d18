"""The job engine behind one door: this folder is the only one that imports dbos. Knows no platform and no effect.

Rows of the storage say what is true of a job; the engine only calls somebody who works on it. So every call may come
twice or too late, and nothing is lost when the engine forgets.
"""

from bot.queue.client import Queue
from bot.queue.courier import Courier, Couriers
from bot.queue.glimpses import Glimpses
from bot.queue.runtime import Duty, Runtime, delivers, glimpses, paints
from bot.queue.upkeep import Upkeep

__all__ = ["Courier", "Couriers", "Duty", "Glimpses", "Queue", "Runtime", "Upkeep", "delivers", "glimpses", "paints"]
