# What we keep, terms, deletion.
privacy-text =
    What we keep

    • Photos, styles and paintings, so that you find them again in /works. They are encrypted and private: nobody else sees them unless you publish one yourself.
    • Your account here, others that you link, your language, so that we can answer you.
    • The journal of your balance; what you paid for, when and how much. Cards are seen by the till alone.
    • An e-mail for receipts and an address for parcels, where you gave them: encrypted, used for nothing else.
    • By whose link you came, your gifts, your pen name, what you like and report.

    We sell no pictures and train no networks on them, except a style of your own when you order one: it is yours alone. Pictures of the progress go after a day. Letters from us say how to stop them.

    A painting is deleted in /works, a post in /posts, a style in /styles, everything with /deletemydata; payment records stay without a name, as the law demands.
privacy-shared =
    What others see

    • Nothing, until you press “Publish”. Then they see the painting with its style and title, your pen name if you gave one, and the photo unless you leave it out; never your account. In the feed that is everybody, by a link whoever has it.
    • Before it stands in the feed, a moderator looks. From there it may also go to our channel and our wall on social networks.
    • Hidden or deleted in /posts, it goes from the feed and from there. What somebody has saved by then we cannot take back.
    • A style of a published painting, or one shared in /styles, others may paint with. What they copy stays theirs, also when you stop sharing it.
    • Likes are counted without names. Who reports something is known to moderators alone. What was refused is remembered until /deletemydata.
terms-text =
    Terms

    • Send only what you have the right to use, and nothing unlawful.
    • The paintings are yours: do with them as you like.
    • What you publish or share may be shown to everybody, painted with and liked, until you take it back. Nudity, violence, advertising, people against their will and what is not yours are taken down; who goes on with it publishes no more.
    • When a painting fails through our fault, everything charged is returned at once. When you stop one, unused iterations are returned.
    • What you have bought and not touched goes back within 14 days: /paysupport. Whatever else is wrong with a payment, we settle it.
    • A gift or a code is whoever's redeems it first; it is worth paintings, not money.
    • We do our best to be always there, but cannot promise it.

    What we keep: /privacy
privacy-delete =
    Delete everything we keep of you: photos, styles, paintings, posts, likes, linked accounts, balance and conversation?

    { $works ->
        [one] { $works } painting
       *[other] { $works } paintings
    }, { $posts ->
        [one] { $posts } post
       *[other] { $posts } posts
    } and { $styles ->
        [one] { $styles } saved style
       *[other] { $styles } saved styles
    } will go. Nothing can be brought back. What is being painted now will stop; nobody sees your posts and shared styles any more, copies that others have kept stay theirs.
privacy-stays = What stays, because the law asks for it or somebody else needs it: records of payments without your name, with the account that a refund would go to; the journal of units, by a number that names nobody; gifts that you have sent; that an account was banned, as a fingerprint of it.
privacy-deleted = Everything is deleted. Thank you for having been here. To come back, simply send a photo.
privacy-kept = Good, everything stays as it is.
button-delete-my-data = Delete my data
button-delete-everything = Yes, delete everything
button-keep = Keep it
