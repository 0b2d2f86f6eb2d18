# Buying, paying, refunds.
command-buy = Buy premium and HD
button-buy = 🛒 Buy
button-pay = Pay { $price }
button-other-pack = Choose another

shop-which = What shall it be? Paid once, kept until you use it. /paysupport answers questions about payments.
shop-closed = Nothing can be bought here yet. The free paintings are there every day.
shop-pack = { $what } — { $price }
shop-pay = { $what } for { $price }.

    The price holds for { $minutes } minutes. You get it as soon as the payment arrives.
shop-bill = { $what } for Mazok
shop-till-busy = The till does not open just now, and nothing was charged. Please try again in a minute.

goods-pack = { $what }

notice-paid = Thank you! { $what }: paid { $amount }, and yours.
notice-renewed = Renewed: { $what }, paid { $amount }.
notice-paid-twice = { $what } was paid twice. The second payment of { $amount } goes back by itself.
notice-refunded = { $amount } went back to you ({ $what }).

checkout-unknown = I do not know this bill any more. Send /buy for a new one.
checkout-not-yours = This bill is somebody else's. Send /buy for one of your own.
checkout-changed = The price is another one now. Send /buy for a new bill.
checkout-paid = This bill is paid already.
checkout-expired = This bill is too old. Send /buy for a new one.
checkout-busy = I am busy and cannot take the payment now. Nothing was charged; please try again in a minute.

entry-purchase = bought
entry-refund = refunded
