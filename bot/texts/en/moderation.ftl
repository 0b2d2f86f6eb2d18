# Moderators, bans, maintenance: what people read of it, and the pages of whoever runs Mazok.
banned-all = You cannot use me any more. /privacy, /deletemydata and /paysupport still answer.
checkout-maintenance = Maintenance is going on. Nothing was charged; please try again later.
maintenance-text = Maintenance is going on, and I take no new orders for now.
maintenance-until = I am back { $when }.
maintenance-kept = What you have chosen is kept, and what is being painted will come. Press the button again later.

post-reason-ban = you may not publish any more

admin-feed = Moderation
admin-bans = Bans
admin-statistics = Statistics
admin-maintenance = Maintenance
admin-said-approve = Shown. Its owner is told in half a minute.
admin-said-refuse = Refused. Its owner is told in half a minute.
admin-said-take-down = Taken down. Its owner is told in half a minute.
admin-said-undo = Undone.
admin-said-renamed = Nothing was done: it is called otherwise by now. Please look again.
admin-said-pardon = It may be published again. Its owner is told.
admin-said-ban = Banned.
admin-said-lift = The ban is lifted. What was taken down stays so, until you approve it again.
admin-said-begun = Maintenance has begun: nobody can order or buy.
admin-said-ended = Maintenance is over.

admin-posts-waiting = { $count ->
    [one] post waits for you
   *[other] posts wait for you
}
admin-feed-empty = Nothing here.
admin-feed-waiting = Waiting ({ $count })
admin-feed-shown = Shown ({ $count })
admin-feed-refused = Refused ({ $count })
admin-feed-one = One post
admin-feed-picture = Painting
admin-feed-photo = Photo
admin-feed-style = Style
admin-feed-no-photo = The photo is not to be seen
admin-feed-untitled = Without a title
admin-feed-by = By
admin-feed-house = the house
admin-feed-record = { $refused ->
    [0] Nothing of theirs was refused; { $shown } shown
    [one] { $refused } post of theirs was refused; { $shown } shown
   *[other] { $refused } posts of theirs were refused; { $shown } shown
}
admin-feed-reported = { $count ->
    [one] { $count } report
   *[other] { $count } reports
}
admin-feed-approved-before = approved before
admin-feed-by-link = seen by link meanwhile
admin-feed-link-only = by link only
admin-feed-approve = Approve
admin-feed-refuse = Refuse:
admin-feed-take-down = Take down:
admin-feed-undo = Undo the last decision
admin-feed-keys = Keys: A approves; R and 1–6 refuses; B bans; J and K, or the arrows, go on and back; Z undoes the last decision.
admin-feed-larger = Larger
admin-reason-adult = adult
admin-reason-violence = violence
admin-reason-person = person
admin-reason-copyright = copyright
admin-reason-spam = spam
admin-reason-other = other
admin-reason-ban = ban
admin-is-waiting = waiting
admin-is-shown = shown
admin-is-hidden = hidden
admin-is-refused = refused

admin-refusals = Refused, and deleted since: not to be published again
admin-refusal = { $at }: { $reason }
admin-pardon = Let it be published again
admin-ban = Ban
admin-ban-title = Ban this person
admin-ban-about = Every account of theirs is banned. Payments can still be sent back.
admin-ban-scope = What they may not
admin-ban-feed = publish, like and report
admin-ban-all = anything
admin-ban-everything = take down everything they published
admin-banned = Banned by { $who } { $at }: { $scope }. { $reason }
admin-lift = Lift the ban
admin-ban-account = Account (hash)
admin-ban-forgotten = forgotten

admin-maintenance-about = While it lasts nobody can order or buy, and everybody reads why. What is being painted is finished and delivered, everything else works. All machines follow at once.
admin-maintenance-lasts = It has lasted since { $at } (UTC), begun by { $who }.
admin-maintenance-not = Everything works: there is no maintenance.
admin-maintenance-words = What people read, { $language } (empty: “{ $default }”)
admin-maintenance-until = Back at (Moscow time; empty: not said)
admin-maintenance-begin = Begin maintenance
admin-maintenance-change = Change the words
admin-maintenance-end = End maintenance

admin-stat-days = { $days } days
admin-stat-csv = As CSV
admin-stat-active = People who got a painting, by day and platform
admin-stat-effects = Paintings by day and effect
admin-stat-tiers = Paintings by day and tier
admin-stat-waits = Waiting for a painting to begin, seconds
admin-stat-median = half of all: at most
admin-stat-p95 = 95 of 100: at most
admin-stat-feed = Posts, likes and reports by day
admin-stat-posts = posts
admin-stat-likes = likes
admin-stat-reports = reports
admin-stat-conversion = Of those who came that day: painted, paid
admin-stat-arrived = came
admin-stat-painted = painted
admin-stat-paid = paid
admin-stat-retention = Came that day, and painted again 7 to 13 days later
admin-stat-retained = came back, %
admin-stat-hours = Jobs to expect by hour of the day (UTC), mean of the last 28 days
admin-stat-jobs = jobs an hour
admin-stat-slots = slots that they keep busy
admin-stat-styles = Styles that most posts were made with
admin-stat-style = Style
admin-stat-times = Posts
