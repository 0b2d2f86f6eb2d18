"""One file per house style: `paint(rng, side) -> (side, side, 3)` says how it is made; nothing is registered."""
