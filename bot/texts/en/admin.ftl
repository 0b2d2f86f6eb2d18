# The admin pages, for whoever runs Mazok.
admin-title = Admin pages
admin-menu = Admin pages
admin-overview = Overview
admin-payments = Payments
admin-payment = Payment
admin-refunds = Refunds
admin-purchases = Purchases
admin-stuck = Stuck
admin-jobs = Jobs
admin-people = People
admin-person = Person
admin-log = Log

admin-sign-in = Sign in
admin-sign-in-about = This link signs in this browser for twelve hours, and works once.
admin-sign-out = Sign out
admin-left = You are signed out.
admin-stranger = You are not signed in. Run “mazok admin login” on the machine and open the link that it prints.
admin-link-unknown = This link is none of ours. “mazok admin login” prints one.
admin-link-used = This link was used already. “mazok admin login” prints a new one.
admin-link-expired = This link is too old. “mazok admin login” prints a new one.
admin-forged = That did not come from a page of this session, and nothing was done. Load the page again.
admin-missing = There is no { $kind } “{ $name }”.
admin-refused = Nothing was done: { $why }
admin-busy = The database is busy. Please try again in a moment.

admin-said-credit = Handed out. The person is told.
admin-said-refund = The refund is on its way. The person is told when it is done.
admin-said-deliver = A courier is called again.
admin-said-order = Ordered again.
admin-said-give = Given.
admin-said-late = Nothing was done: that was decided already.

admin-any = any
admin-show = Show
admin-all = all of them
admin-nothing = Nothing.
admin-nobody = Nobody.
admin-at = When (UTC)
admin-day = Day
admin-as-table = As a table
admin-state = State
admin-till = Till
admin-amount = Amount
admin-price = Price
admin-charge = Charge
admin-what = What
admin-why = Why
admin-who = Who
admin-act = Did
admin-subject = About
admin-detail = Detail
admin-id = Id
admin-job = Job
admin-tier = Tier
admin-effect = Effect
admin-done = Done
admin-attempts = Attempts
admin-delivered = Delivered
admin-ended = Ended (UTC)
admin-where = Where
admin-count = Jobs
admin-oldest = Oldest
admin-seconds = { $seconds } s
admin-paid-at = Paid
admin-refund-asked = Refund asked for
admin-refunded-at = Refunded
admin-short = Spent before the refund
admin-tries = { $tries ->
    [one] tried once
   *[other] tried { $tries } times
}

admin-credit = Credit
admin-credit-title = Hand it out
admin-credit-about = The person gets: { $what }.
admin-refund = Refund
admin-refund-title = Send it back
admin-refund-about = { $amount } goes back by the till, and what it bought is taken back as far as it is still there.
admin-refund-sure = Yes, send { $amount } back
admin-give = Give
admin-give-title = Give units
admin-asset = Of
admin-retry = Try again
admin-retry-job = Try job { $job } again
admin-again = ordered again as { $job }: { $state }

admin-undelivered = Painted, and not delivered
admin-failed = Ended without a picture

admin-search = Id or account
admin-search-how = An id, an account, or platform:account.
admin-accounts = Accounts
admin-language = Language
admin-since = Since (UTC)
admin-gone = gone since { $at }
admin-balance = Balance
admin-journal = Journal
admin-entry = Entry

admin-held = { $count ->
    [one] payment waits for you
   *[other] payments wait for you
}
admin-refunding = { $count ->
    [one] refund is on its way
   *[other] refunds are on their way
}
admin-waiting = jobs wait or run
admin-workers = { $count ->
    [one] worker paints
   *[other] workers paint
}
admin-workers-title = Workers
admin-worker = Worker
admin-device = Device
admin-slots = Slots (long + quick)
admin-now = Now
admin-queue = Queue
admin-books = Last check of the books: { $said }
admin-books-never = The books have not been checked yet.
admin-kinds = Jobs of the last 30 days
admin-no-sales = Nothing was sold in the last 30 days.
admin-sales-by-day = Sales and refunds by day, { $currency }
admin-refunded-by = refunds, { $till }
admin-people-by-day = New people by day
admin-people-new = new people
admin-jobs-by-day = Jobs ordered by day
