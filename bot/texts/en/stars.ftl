# Subscriptions, which are paid in Stars.
button-subscription = 🔁 Subscription
button-subscription-cancel = Cancel the subscription
button-subscription-resume = Renew it after all

goods-subscription = { $what } a month

subscription-which = A subscription brings these every 30 days, until you cancel it: here, at any time. What it has brought you stays yours.
subscription-none = There is no subscription here now.
subscription-active = { $what }: renewed on { $until } for { $price }.
subscription-canceled = { $what }: canceled, will not be renewed on { $until }. What it has brought you stays yours.
subscription-off = { $what }: switched off by you in your Telegram settings (My Stars) and will end on { $until }. You can switch it on there, too.
subscription-failed = { $what }: the payment for the next month failed. It ends soon after { $until } unless there are { $price } on your account.
subscription-till-busy = That did not work just now, and nothing has changed. Please try again in a minute.

notice-subscription-off = Switched off: { $what }. It will not be renewed on { $until }; what it has brought you stays yours.
notice-subscription-active = Switched on again: { $what }. It will be renewed on { $until }.
notice-subscription-failed = The payment for the next month failed: { $what }. It ends soon after { $until } unless there are enough Stars on your account.
notice-subscription-ended = Over: { $what }. It was not renewed on { $until }; what it has brought you stays yours.
