# Pages beside the web chat: prices, balance, orders.
pages-chat = Chat
pages-prices = Prices
pages-balance = Balance
pages-orders = Orders
pages-skip = To the content
pages-turn = More of the list

pages-prices-title = Prices
pages-prices-lead = You pay once, and what you bought stays until you use it. If a painting fails, what it cost comes back by itself; if you stop one that is paid by iterations, what was not painted comes back.
pages-daily = Free { $daily ->
    [one] once
    [2] twice
   *[other] { $daily } times
} a day
pages-buy = Buy in the chat
pages-prices-hold = A price that you were shown holds for { $minutes } minutes.
pages-subscription = Every 30 days
pages-subscription-about = Renewed by itself until you cancel; sold in Telegram.
pages-in-stars = ({ $stars })
pages-prints = On canvas
pages-prints-about = Any HD painting of yours, delivery included. Ordered in the chat, under the painting.
pages-canvas = { $width } × { $height } cm

pages-balance-title = My balance
pages-buy-more = Prices and packs
pages-journal = What came and went (UTC)
pages-journal-at = When
pages-journal-what = What
pages-journal-why = Why
pages-journal-empty = Nothing yet.
pages-nobody = Nothing here yet: your balance begins with your first photo. A few paintings a day are free.
pages-begin = Send a photo

pages-orders-title = My orders
pages-orders-none = You have not bought anything yet.
pages-to-prices = See the prices
pages-order-at = Ordered { $at } (UTC)
pages-order-open = Waiting for the payment. The price holds until { $at } (UTC).
pages-order-paid = Paid { $at } (UTC).
pages-order-expired = Not paid.
pages-order-canceled = Cancelled.
pages-order-refunded = Refunded { $at } (UTC).
pages-order-refunding = { $amount } is on its way back to you.
pages-order-held = We received { $amount } and are looking into it: something does not match the bill.
pages-order-awaited = Just paid? The confirmation usually comes within a minute, and this page renews itself. You may close it: the chat tells you, too.
pages-order-help = Questions about a payment? Write /paysupport in the chat.
