"""What the catalogue's tiers ask of the engine, tried before a person does. Knows no job and no chat."""

from collections.abc import Iterable

import structlog

from bot.prices import Prices, Tier
from bot.settings import Misconfigured
from bot.usecases.plan import ITERATIONS, SIDE, Value, operators, takes
from bot.worker.engine import Engine, trial
from engine.effect import Offer
from engine.errors import EngineError
from engine.options import OptionSpec

TRIAL = {SIDE: 64, ITERATIONS: 1}  # enough to need the weights: fetched now, not at somebody's first job

log = structlog.get_logger()


def try_tiers(prices: Prices, engine: Engine) -> None:
    """Paint something tiny with each tier's own options. Misconfigured names the tier and the option at fault."""
    for tier in prices.tiers.values():
        for name, value in tier.options.items():
            check(tier, name, value, engine.offers)
        for offer in engine.offers:
            if chosen := operators(tier, offer):
                log.info("trying a tier's options", tier=tier.name, effect=offer.effect, options=chosen)
                inputs, options = trial(offer, TRIAL)
                try:
                    engine.render(offer.effect, inputs, {**options, **chosen}, lambda progress: None)
                except EngineError as error:
                    raise refusal(tier, ", ".join(chosen), str(error)) from error


def check(tier: Tier, name: str, value: Value, offers: Iterable[Offer]) -> None:
    """Raises Misconfigured unless some effect has the option, and each that has it leaves it to the operator."""
    specs = [spec for offer in offers for spec in offer.options if spec.name == name]
    if not specs:
        raise refusal(tier, name, "no effect has such an option")
    for spec in specs:
        if spec.audience != "operator":
            raise refusal(tier, name, "this is the person's to choose, or a line of the tier itself")
        if not takes(spec, value):
            raise refusal(tier, name, f"{value!r} is not {values(spec)}")


def values(spec: OptionSpec) -> str:
    """What an option takes, in words."""
    match spec.kind:
        case "boolean":
            return "true or false"
        case "choice":
            return f"one of {', '.join(spec.choices)}"
        case "integer":
            return f"a whole number between {spec.low} and {spec.high}"
        case "numbers":
            return f"a list of at most {spec.most} whole numbers between {spec.low} and {spec.high}"


def refusal(tier: Tier, option: str, why: str) -> Misconfigured:
    return Misconfigured(f"MAZOK_PRICES: tiers.{tier.name}.options: {option}: {why}")
