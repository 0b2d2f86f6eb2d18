# Tiers, prices, balance, journal.
tier-free = Free
tier-premium = Premium
tier-hd = HD
tier-which = How shall I paint?
tier-is = ▸ { $tier }
tier-size = up to { $side } px, { $iterations ->
    [one] { $iterations } iteration
   *[other] { $iterations } iterations
}
tier-size-range = up to { $side } px, { $low } to { $high } iterations as you like

price-daily = Free { $daily ->
    [one] once
    [2] twice
   *[other] { $daily } times
} a day, left today: { $have }
price-pack = { $what } for { $price }
price-packs = { $packs }. You have: { $have }

price-run = Costs: { $price }. You have: { $have }

missing-daily = Today's free paintings are used up. New ones come { $wait }, and I keep what you have chosen.
missing-daily-album = That is more than you have left for today: { $have }. New ones come { $wait }, and I keep what you have chosen.
missing-bought = Missing: { $missing }. Prices: { $packs }.

asset-free-run = { $count ->
    [one] { $count } free painting
   *[other] { $count } free paintings
}
asset-premium-run = { $count ->
    [one] { $count } premium painting
   *[other] { $count } premium paintings
}
asset-hd-iteration = { $count ->
    [one] { $count } HD iteration
   *[other] { $count } HD iterations
}

in-hours = { $hours ->
    [one] in { $hours } hour
   *[other] in { $hours } hours
}
in-minutes = { $minutes ->
    [one] in { $minutes } minute
   *[other] in { $minutes } minutes
}

balance-yours = Your balance
balance-line = { $tier }: { $what }
balance-renewed = The free paintings come back { $wait }.
balance-journal = Latest entries (UTC)
entry-daily = for today
entry-reserve = ordered
entry-capture = returned after an order
entry-release = returned
entry-gift = a gift
