# Styles as things: naming, sharing by link, what was made with one, styles from the feed.
button-feed-styles = Styles from the feed
button-name-style = Name it
button-share-style = Share by link
button-share-style-yes = Yes, share it
button-style-link = Its link
button-stop-sharing = Stop sharing
button-made-with = Made with it · { $count }

styles-used = { $style }: { $count ->
    [one] { $count } painting of the feed
   *[other] { $count } paintings of the feed
}
styles-shared = Others may paint with it.
styles-popular = Styles that people have brought, those of most paintings of the feed first.
styles-popular-none = No more styles here.

style-name-which = What do you call this style? Send me its name, { $most } characters at most. Where you share the style, others read the name.
style-name-empty = I could not read that. Send me the name as words.
style-name-long = That is too long: { $most } characters at most. Send me a shorter name.
style-name-link = A name cannot hold a link. Send me another one.

style-share-ask =
    Let others use this style?

    • They see the picture, { $called }, { $signed }, and how many paintings of the feed were made with it.
    • They may paint with it and keep a copy, which stays theirs when you stop sharing.
    • Where and when the picture was taken is not in what they get.

    Share only what you have the right to share.
style-share-called = its name “{ $title }”
style-share-uncalled = no name, as you have given it none
style-share-signed = that “{ $name }” has brought it
style-share-unsigned = and not who has brought it
style-share-not-allowed = You cannot share any more: a moderator has closed this for your account. You may paint with it as ever.
style-link = The style is here: { $link }
style-way = Others find the style when they write to me: /start { $code }
style-not-shared = You do not share this style.
style-stopped = Nobody else sees the style any more. Copies that others have kept stay theirs, and what was painted with it stays.
style-pass-on = Paint your photo in this style
style-pass-on-called = Paint your photo in the style “{ $style }”

style-untitled = A style without a name.
style-brought-by = Brought by { $name }
style-made-with = { $count ->
    [0] No painting of the feed was made with it yet.
    [one] { $count } painting of the feed was made with it.
   *[other] { $count } paintings of the feed were made with it.
}
