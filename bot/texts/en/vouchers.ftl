# Gifts, promo codes, invitations, questions about payments, what came back.
command-gift = Give something
command-promo = Redeem a code
command-invite = Invite somebody
command-paysupport = Questions about payments

button-gift = 🎁 Give
button-code = Redeem a code
button-invite = Invite somebody
button-paysupport = Payments and refunds

gift-which = What shall it be? It leaves your balance and becomes a link that you can send to anybody.
gift-nothing = Paintings that are bought can be given away. Your balance holds none yet.
gift-sure = { $what } as a gift?

    They leave your balance now. Until somebody redeems them you can take them back; after { $days } days they come back by themselves.
gift-not-enough = There is not so much on your balance any more.
gift-card =
    🎁 Your gift: { $what }.

    Send this link to whoever shall have it:
    { $link }

    The code { $code } does the same, after /promo. Whoever comes first has it; if nobody does, it comes back to you on { $until }.
gift-card-code =
    🎁 Your gift: { $what }.{ $link }

    Send this code to whoever shall have it: { $code }

    They redeem it by /promo. Whoever comes first has it; if nobody does, it comes back to you on { $until }.
gift-gone = This gift ({ $what }) is not waiting any more: it was redeemed, or came back to you.
gift-waiting = These gifts wait for somebody. Open one for its link, or to take it back.
gift-none-waiting = No gift of yours is waiting.
gift-taken-back = Taken back: { $what }, on your balance again.
gift-too-late = Too late: somebody has redeemed that gift.
gift-which-pack = Which pack shall be the gift? Once it is paid you get its link.
button-gift-pack = Buy a pack as a gift
button-gifts-waiting = Gifts that wait ({ $count })
button-gift-make = 🎁 Wrap it
button-gift-back = Take it back
button-gift-another = Another gift
button-gift-link = Get the link

goods-gift = { $what }, as a gift

code-which = Send me the code, of a gift or of an offer.
code-gift = 🎁 A gift for you: { $what }. They are on your balance: send me a photo, and we begin.
code-promo = The code is good: { $what } for you. They are on your balance.
code-unknown = I do not know that code. Small and capital letters are the same; please check the rest.
code-used-up = That code is used up: others were faster.
code-over = That code is no longer valid.
code-had = You have redeemed that code already: it is in the journal of your /balance.
code-too-many = Those were many wrong codes. Please try again in an hour.

invite-link =
    Your link:
    { $link }

    When somebody new comes by it and has had their first painting, there is { $what } for you both. { $most ->
        [one] One guest counts.
       *[other] Up to { $most } guests count.
    }
invite-guests = { $came ->
    [one] { $came } guest came
   *[other] { $came } guests came
} so far, of whom { $painted } had a painting.
invite-not-here = Inviting others earns nothing here. Tell them all the same!
invite-welcome = Somebody has invited you: after your first painting there is { $what } for you both.

paysupport-how =
    Payments and refunds

    • You pay once; what you have bought does not expire. It is there as soon as the payment arrives.
    • When a painting fails or you stop it, what it did not use is on your balance again at once.
    • What you have bought and not touched you can give back within { $days } days, here and by yourself: the money goes back the way it came.
    • Canvases, subscriptions and anything else: write, we answer and settle it.
paysupport-write = Questions, disputes, refunds: { $support }
paysupport-write-owner = Questions, disputes, refunds: write to whoever runs this Mazok.
paysupport-payments = Your latest payments
paysupport-line = { $at } · { $what } · { $price } · { $state }
paysupport-on-its-way = { $price } goes back to you. You are told when it has arrived where it came from.
paysupport-not-now = That payment goes back already, or its time is over.
paysupport-spent = Some of it is spent already, so it does not go back by itself.
button-give-back = Give back { $price }: { $what }
payment-credited = paid
payment-held = being checked
payment-refunding = going back
payment-refunded = went back

notice-gift-ready = 🎁 Your gift is wrapped: { $what }. Send its link to whoever shall have it.
notice-gift-taken = 🎁 Your gift has arrived: { $what } were redeemed.
notice-gift-back = Nobody has redeemed your gift: { $what }, on your balance again.
notice-guest-bonus = Your first painting, and thanks for having come: { $what } for you.
notice-host-bonus = Somebody whom you invited has had their first painting: { $what } for you.

entry-gift-back = a gift that came back
entry-promo = a promo code
entry-referral = for an invitation

at-moscow = { $wait } (at { $time } Moscow time)
price-renewed = { $price } · new ones { $wait }
summary-onward = Already painted: { $painted }. To { $total }: { $added ->
    [one] { $added } iteration
   *[other] { $added } iterations
} more; what is painted is not charged again.
button-onward = To { $total }
returned-again = Yours again: { $what }.
