# What we keep, terms, deletion.
privacy-text =
    What we keep

    • Photos, styles and paintings, so that you find them again in /works. They are encrypted, and only you see them.
    • Your identifier here and your language, so that we can answer you.
    • The journal of your balance; what you paid for, when and how much. Cards are seen by the till alone.
    • Of a receipt the e-mail, of a canvas the name, phone and address: encrypted, for those who send it.
    • By whose link you came, and your gifts.

    We neither sell nor publish your pictures, and train no networks on them, except a style of your own when you order one: it is yours alone and goes with it. Pictures of the progress go after a day.

    A painting is deleted in /works, a style in /styles, everything at once with /deletemydata. Gifts that you have sent remain, and payment records, as the law demands: without a name, with the number of the account that a refund would go to.
terms-text =
    Terms

    • Send only what you have the right to use, and nothing unlawful.
    • The paintings are yours: do with them as you like.
    • When a painting fails through our fault, everything charged is returned at once. When you stop one, unused iterations are returned.
    • What you have bought and not touched goes back within 14 days: /paysupport. Whatever else is wrong with a payment, we settle it.
    • A gift or a code is whoever's redeems it first; it is worth paintings, not money.
    • We do our best to be always there, but cannot promise it.

    What we keep: /privacy
privacy-delete =
    Delete everything we keep of you: photos, styles, paintings, balance and conversation?

    Nothing can be brought back. What is being painted now will stop.
privacy-deleted = Everything is deleted. Thank you for having been here. To come back, simply send a photo.
privacy-kept = Good, everything stays as it is.
button-delete-my-data = Delete my data
button-delete-everything = Yes, delete everything
button-keep = Keep it
