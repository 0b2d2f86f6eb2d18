"""What lies in effects/. Importing an effect imports torch: chats read the offers that workers publish instead."""

import pkgutil
from importlib import import_module

import engine.effects
import engine.nn
from engine.effect import Effect, Offer
from engine.options import Options
from engine.weights import Weights


def effects() -> dict[str, Effect[Options]]:
    """Every effect by its name, in the order they declare: each file of effects/ declares one as `EFFECT`."""
    names = [module.name for module in pkgutil.iter_modules(engine.effects.__path__)]
    found = [import_module(f"engine.effects.{name}").EFFECT for name in names]
    return {effect.name: effect for effect in sorted(found, key=lambda effect: (effect.order, effect.name))}


def offers() -> tuple[Offer, ...]:
    """Every effect that has learned enough, as data."""
    return tuple(effect.offer() for effect in effects().values() if not effect.learning)


def weights() -> tuple[Weights, ...]:
    """Every weight file that a network or an effect declares."""
    modules = [
        import_module(f"{package.__name__}.{module.name}")
        for package in (engine.nn, engine.effects)
        for module in pkgutil.iter_modules(package.__path__)
    ]
    declared = {
        value.name: value for module in modules for value in vars(module).values() if isinstance(value, Weights)
    }
    return tuple(weights for _, weights in sorted(declared.items()))
