# Letting others see paintings: publishing, my posts, the feed in the chat, the pen name.
command-feed = What others have made
command-posts = My posts
command-name = My pen name
vk-words-feed = feed
vk-words-posts = posts
vk-words-name = pen name

button-share = 📣 Share
button-feed = Feed
button-posts = My posts
button-name = Give a name

share-rules = Others will see this painting with its style and its title, and with the photo if you like; in the feed everybody, by a link whoever has it. No nudity, no violence, nobody against their will, nothing that is not yours: before anything appears in the feed, a moderator looks.
share-title = Title: { $title }
share-untitled = No title
share-photo = With the photo
share-no-photo = Without the photo
share-name = Signed: { $name } (/name)
share-no-name = No name beside it (/name)
share-cancelled = Nothing is published.
share-not-allowed = You cannot publish any more: a moderator has closed this for your account. Everything else works as ever.
share-refused = A moderator refused this painting: { $reason }. So it is not published again, by link neither.
share-picture-gone = A picture is gone that others would see. Perhaps it works without the photo.
button-publish = Publish in the feed
button-only-by-link = Only by link
button-hide-photo = Without the photo
button-show-photo = With the photo
button-title = Give it a title
button-other-title = Another title
button-untitled = Without a title
button-cancel-share = Do not publish

title-which = What is it called? Send me the title, { $most } characters at most.
title-empty = I could not read that. Send me the title as words.
title-long = That is too long: { $most } characters at most. Send me a shorter title.
title-link = A title cannot hold a link. Send me another one.

posts-none = You have not published anything yet. Open a painting of yours and press “Share”.
posts-mine =
    Your posts, newest first.
    ● seen · ⏳ waits · ○ hidden · ✕ refused
post-titled = “{ $title }”
post-untitled = A painting
post-waiting = Waits for a moderator; then it appears in the feed. I will tell you.
post-in-feed = In the feed: everybody sees it.
post-by-link = Whoever has the link sees it.
post-hidden = Hidden: only you see it.
post-waiting-link = Waits for a moderator before it appears in the feed; I will tell you. Meanwhile whoever has the link sees it.
post-title-moderated = A moderator reads the new title first: until then your painting leaves the feed, and whoever has its link sees it. Its likes stay.
post-refused = Not accepted: { $reason }.
post-ask = If you think that this is a mistake, ask a moderator to look again: { $support }
post-ask-owner = If you think that this is a mistake, ask a moderator to look again: write to whoever runs this Mazok.
post-in-question = Others have reported it: a moderator looks first, until then nobody sees it.
post-likes = { $likes ->
    [one] ♥ { $likes } like
   *[other] ♥ { $likes } likes
}
post-way = Others see it when they write to me: /start { $code }
post-gone = This post is not there any more.
post-delete = Delete this post? Its likes are lost. The painting stays yours.
post-delete-refused = Delete this post? The painting stays yours, but it stays refused, too: it cannot be published again.
post-goes-too = It is published: its post goes with it.
post-deleted = The post is deleted. The painting is still among your works.
button-pass-on = Pass it on
button-into-feed = Into the feed
button-hide = Hide
button-delete-post = Delete the post
button-delete-post-sure = Yes, delete the post
button-my-post = My post

post-reason-adult = nudity
post-reason-violence = violence
post-reason-person = somebody is shown against their will
post-reason-copyright = it is somebody else’s
post-reason-spam = advertising
post-reason-other = it is against the rules

feed-newest = The feed: newest first.
feed-week = The feed: what was liked most this week.
feed-day = The feed: what was liked most today.
feed-month = The feed: what was liked most this month.
feed-ever = The feed: what was liked most.
feed-styled = Painted in the style “{ $style }”.
feed-styled-untitled = Painted in this style.
feed-none = Nothing here yet. Open a painting of yours, press “Share”, and be the first.
feed-none-lately = Nothing here this week.
button-newest = Newest
button-week = Best of the week
button-whole-feed = All styles
button-page-back = ← Back
button-page-on = More →

find-which = What are you looking for? Send me words: from a title, of a style, or who painted it. /feed with words behind it does the same.
find-found = Found in the feed by “{ $words }”, newest first.
find-nothing = Nothing in the feed is found by “{ $words }”. Fewer words find more, and the beginning of a word is enough. Send me others.
find-over = That was another search; these pages are closed.
button-find = 🔎 Search
button-find-other = 🔎 Another search
button-all-posts = The whole feed

post-author = by { $name }
post-style = Style: { $style }
post-style-by = Style: { $style }, brought by { $name }
post-style-untitled-by = The style was brought by { $name }
post-not-public = This painting is not shown, or not any more.
post-picture-gone = The picture of this post is gone.
button-like = ♡ Like · { $likes }
button-liked = ♥ You like it · { $likes }
button-paint-so = Paint in this style
button-more-so = More in this style
button-page = Its page
button-report = Report
mark-not-allowed = I cannot count this from here.

report-why = What is wrong with it?
report-thanks = Thank you: a moderator will look at it.
button-report-adult = Nudity
button-report-violence = Violence
button-report-person = Me, or somebody against their will
button-report-copyright = It is somebody else’s work
button-report-spam = Advertising
button-report-other = Something else

name-which = Others read “{ $name }” beside what you publish. Send me another name, { $most } characters at most.
name-which-first = Under which name do you publish? Send it to me, { $most } characters at most. Without one, nothing stands there.
name-empty = I could not read that. Send me the name as words.
name-long = That is too long: { $most } characters at most. Send me a shorter name.
name-link = A name cannot be a link or an address. Send me another one.
name-taken = “{ $name }” stands beside everything that you publish.
name-removed = No name stands beside what you publish.
button-no-name = Without a name

notice-post = Your painting “{ $title }”
notice-post-untitled = Your painting
notice-post-shown = { $what } is in the feed now.
notice-post-refused = { $what } was not accepted for the feed: { $reason }. It stays yours, nobody else sees it.
notice-post-taken-down = { $what } was taken down: { $reason }. It stays yours, nobody else sees it.
notice-post-pardoned = A moderator has looked again: you may publish your painting that was refused.
