# The gallery on the web: works that people let others see.
pages-feed = Feed

gallery-title = Feed
gallery-lead = Photos painted by Mazok: each with the photo and the style it was made of.
gallery-description = Photos painted in the manner of any picture: see how each was made, and paint yours in the same style.
gallery-newest = New
gallery-day = Best of the day
gallery-week = Of the week
gallery-month = Of the month
gallery-ever = Ever
gallery-ways = Order
gallery-search = Search the feed
gallery-search-hint = Words or a style
gallery-find = Find
gallery-found = Found by “{ $words }”
gallery-works = Works
gallery-loading = More works are coming …
gallery-end = That is everything.
gallery-empty = Nothing here yet. Yours could be the first!
gallery-empty-found = Nothing was found. Fewer words find more.
gallery-empty-best = Nobody has published anything in this time. Yours could be the best!
gallery-empty-style = Nobody has published anything in this style yet. Yours could be the first!
gallery-begin = Paint a photo
gallery-all = The whole feed
gallery-atom = Subscribe (Atom)
gallery-foot = Everything here was published by whoever painted it. If something does not belong here, report it on its page.

gallery-by = by { $author }
gallery-in-style = In the style “{ $style }”
gallery-made-in = style “{ $style }”
gallery-style-unnamed = untitled
gallery-style-several = several styles
gallery-credit = brought by { $credit }
gallery-photo = Photo
gallery-style = Style
gallery-picture = Painting
gallery-photo-of = The photo that “{ $title }” was painted from
gallery-style-of = The style of “{ $title }”
gallery-like = Like “{ $title }”. Likes:
gallery-liked = You like it.
gallery-not-liked = You do not like it any more.
gallery-failed = That did not get through. Please try again.

gallery-how = How it was made
gallery-size = { $width } × { $height } px
gallery-iterations = { $count ->
    [one] { $count } iteration
   *[other] { $count } iterations
}
gallery-seconds = { $seconds } s of painting
gallery-published = Published { $day }
gallery-film = How it came about
gallery-enlarge = { $what }, at full size
gallery-use = Use this style
gallery-use-style = Paint my photo in this style
gallery-on-telegram = In Telegram
gallery-on-vk = In VK
gallery-about-style = About this style
gallery-share = Share
gallery-link = Link to this work
gallery-copy = Copy the link
gallery-copied = Copied.
gallery-pass-on = Send …
gallery-elsewhere = Also in our channels
gallery-liked-elsewhere = { $count ->
    [one] { $count } like there
   *[other] { $count } likes there
}
gallery-share-telegram = Telegram
gallery-share-vk = VK
gallery-alike = More in this style
gallery-newer = ← Newer work
gallery-older = Older work →
gallery-beside = Other works

gallery-style-nameless = A style without a name
gallery-style-used = { $count ->
    [0] No works in the feed yet
    [one] { $count } work in the feed
   *[other] { $count } works in the feed
}

gallery-report = Report
gallery-report-why = What is wrong with it?
gallery-report-send = Send the report
gallery-reason-adult = Nudity or sex
gallery-reason-violence = Violence or hatred
gallery-reason-person = It shows a person who did not agree
gallery-reason-copyright = It breaks somebody’s copyright
gallery-reason-spam = Spam or advertising
gallery-reason-other = Something else
gallery-reason-ban = You may not publish any more

gallery-yours = This is yours
gallery-state-waiting = A moderator will look at it soon; until then only you see it.
gallery-state-waiting-link = Waits for a moderator before it appears in the feed. Meanwhile whoever has its link sees it.
gallery-state-shown = Everybody sees it in the feed.
gallery-state-link = Whoever has its link sees it; it is not in the feed.
gallery-state-hidden = You have hidden it: only you see it.
gallery-state-refused = A moderator did not take it into the feed: only you see it.
gallery-refusal = Reason: { $reason }
gallery-hide = Hide it
gallery-show-feed = Show it in the feed
gallery-show-link = Show it by link only
gallery-delete = Delete
gallery-delete-sure = Nobody will see this page any more, and its likes go. The painting stays yours, in the chat.
gallery-delete-refused = The painting stays yours, in the chat, but it stays refused, too: it cannot be published again.
gallery-delete-yes = Yes, delete it here

gallery-told-missing = There is nothing here. Perhaps the address has a typo.
gallery-told-gone = This work was here, and has been taken down.
gallery-told-stale = This page was open for too long. Please go back, reload it and try again.
gallery-told-banned = You cannot do this here any more.
gallery-told-own = This is your own work: you can hide or delete it on its page.
gallery-told-question = Others have reported it: a moderator looks first, until then nobody sees it.
gallery-told-often = Several people at your address like this work already. Thank you!
gallery-told-busy = I cannot do that just now. Please try again in a moment.
gallery-told-reason = Please choose what is wrong with it, and send it again.
gallery-told-reported = Thank you. A moderator will look at it.
gallery-told-deleted = It is deleted here. The painting stays yours, in the chat.

gallery-invitation = See what others have painted
