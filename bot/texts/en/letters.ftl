# Letters to everybody, and the pages on which they are written.
command-news = News from us
button-news-stop = No more news, please
button-news-start = Send me news
news-on = You get news from us now and then: new effects, new styles. No more than that.
news-off = We send you no news any more. Your paintings and answers about payments still come.
admin-letters = Letters
admin-letters-readers = { $readers ->
    [one] { $readers } person would get a letter now
   *[other] { $readers } people would get a letter now
}
admin-letter-new = A new letter
admin-letter-hint = A language that is left empty reads the English one. Every letter has a button by which one gets no more of them.
admin-letter-write = Keep as a draft
admin-letter-state = State
admin-letter-text = Text
admin-letter-sent = Sent
admin-letter-tally = { $sent } of { $all } sent, { $gone } gone, { $failed } refused, { $unsure } unsure
admin-letter-person = Person
admin-letter-try = Try it on one person
admin-letter-start = Send to everybody
admin-letter-sure = The letter was tried
admin-letter-pause = Pause
admin-letter-go-on = Go on
admin-letter-stop = Stop for good
admin-letter-discard = Discard
admin-said-letter-written = The draft is kept. Try it on yourself first.
admin-said-letter-tried = It is on its way to that person.
admin-said-letter-started = Letters are going out.
admin-said-letter-moved = Done.
admin-is-draft = draft
admin-is-sending = going out
admin-is-paused = paused
