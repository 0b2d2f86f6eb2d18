# Progress, result, my works, my styles.
status-queued = { $place ->
    [0] About to start
    [1] Yours is the next one
   *[other] Place in the queue: { $place }
} · { $eta }
status-starting = Mixing the paints…
status-running = Painting: { $done } of { $total } · { $eta } left
status-running-unknown = Painting: { $done } of { $total }
status-stopping = Stopping, one last stroke…
button-stop = Stop and keep it
button-cancel-job = Cancel

album-queued = { $photos ->
    [one] { $photos } photo
   *[other] { $photos } photos
} · { $place ->
    [0] About to start
    [1] Yours are the next ones
   *[other] Place in the queue: { $place }
} · { $eta }
album-running = { $done } of { $photos } done · { $eta } left
album-done = { $count ->
    [one] Done! { $count } of { $photos }: the tile opens it.
   *[other] Done! { $count } of { $photos }: each tile opens one.
}
album-failed = Photo { $number }: { $reason }
album-stopped = { $count ->
    [one] Stopped before it was painted: { $count } photo.
   *[other] Stopped before they were painted: { $count } photos.
}
album-nothing-charged = Nothing was charged.
result-done = Done! { $width }×{ $height }, { $done ->
    [one] { $done } iteration
   *[other] { $done } iterations
} in { $seconds } s.
result-done-at-once = Done! { $width }×{ $height } in { $seconds } s.
result-stopped = Stopped at { $done } of { $total }. This is what came out: { $width }×{ $height }.
result-stopped-at-once = Stopped. This is what came out: { $width }×{ $height }.
result-ready = Your painting is ready 👆
result-learned = I have learned this style. It is in /styles, and I paint any photo in it at once.
result-cancelled = Cancelled, nothing was charged. I still have the photo and the style.
result-returned = Everything that was charged is back on your balance.
result-file = The original, uncompressed
result-film = How it was painted
result-no-film = The film of this one is not there yet: it takes a few seconds after the painting. Try again in a moment.
result-pair = Before and after
failed-picture = One of the pictures could not be read.
failed-mask = The picture that marks the part to paint could not be read. Mark it once more.
failed-drawing = I found no lines in that picture. Draw with a darker or thicker pen, or photograph the drawing closer and in more light.
failed-options = It could not be painted with these options: they have changed.
failed-memory = The painting was too large for the painter. Try a tier with a smaller size.
failed-engine = It did not work: the painter slipped several times in a row. We know about it already.
failed-missing = One of the pictures is no longer there: it was deleted.
failed-unknown = Something went wrong.
failed-here = Sorry, something broke on my side (no. { $number }). Please try again: nothing is lost.
button-file = Get the file
button-film = How it was painted
button-pair = Before and after
button-again = Again
button-another-photo = Another photo in this style
button-more = { $count ->
    [one] { $count } more iteration
   *[other] { $count } more iterations
}
button-larger = { $tier } of this one
button-retry = Try again

works-none = Your paintings will be here. Send a photo for the first one.
works-mine = { $count ->
    [one] You have { $count } painting.
   *[other] You have { $count } paintings.
}
works-one = { $width }×{ $height }, { $done ->
    [one] { $done } iteration
   *[other] { $done } iterations
}
works-one-at-once = { $width }×{ $height }
works-delete = Delete this painting? It cannot be brought back.
works-deleted = The painting is deleted.
work-gone = That painting is no longer here.
button-delete = Delete
button-delete-work = Yes, delete it
page-newer = ← Newer
page-older = Older →

styles-mine = { $count ->
    [0] No saved styles yet. Send a picture, and it stays here.
    [one] You have { $count } saved style.
   *[other] You have { $count } saved styles.
}
styles-one = A style of yours.
styles-send = Send a picture, and I keep it as a style.
button-add-style = Add one
button-house-styles = Styles of Mazok
button-use-style = Paint in this style
styles-own = A style of your own: I have learned it, and paint any photo in it at once.
button-learn = Make this my own style
button-at-once = Paint with it at once
