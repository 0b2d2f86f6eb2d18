# The beginning, help, language.
language-name = English
language-which = Which language shall we speak?
language-taken = English it is.

start-welcome =
    Hello! I am Mazok, and I paint your photos in the manner of any picture.

    Send me a photo, then a style: any picture you like, or one of mine. It usually takes less than a minute.
start-help =
    How it works

    1. Send a photo. Sent as a file, it keeps its full quality.
    2. Send a picture whose style you like, or choose one from the gallery. You can send both at once, as an album: the photo first, then one style or several.
    3. Press “Paint” and watch it appear. You can stop at any moment and keep what is there.

    Answer a finished work with another picture, and I paint the same photo in that style. You can also just write the name of a style under your photo.

    /new — a new painting
    /works — my works
    /styles — my styles
    /feed — what others have made, /posts — my posts, /name — my pen name
    /balance — balance, /buy — buy, /gift — give, /promo — redeem a code
    /paysupport — payments and refunds
    /language — language, /link — one account in several places
    /news — news from us, or none
    /privacy — what we keep
    /deletemydata — delete my data
    /cancel — cancel

command-start = Start
command-help = How it works
command-new = A new painting
command-style = Choose a style
command-works = My works
command-styles = My styles
command-balance = Balance
command-language = Language
command-privacy = What we keep
command-terms = Terms
command-deletemydata = Delete my data
command-cancel = Cancel
command-unknown = I do not know that command. Everything I can do is in /help.

button-choose-style = Choose a style
button-works = My works
button-balance = Balance
button-language = Language · Язык
button-help = Help
button-back = Back
button-done = Done
old-button = That button is left over from an earlier conversation. No harm done: send a photo, or start afresh with /new.
