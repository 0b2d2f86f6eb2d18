# Ordering: photo, style, tier, options, summary.
order-send-photo = Send me the photo to paint.
order-send-drawing = Draw something and send me a photo of it: dark lines on white paper do best. Any other photo will do as well, I take its edges.
order-send-photo-for-style = A fine style! Now send me the photo.
order-words = I understand pictures better than words.
order-unsupported = { $kind ->
    [sticker] I cannot paint a sticker: please send a photo or a picture.
    [video] I do not paint videos yet. Send a frame of it as a photo.
    [animation] I cannot paint a whole GIF. Send a frame of it as a picture.
    [audio] I cannot paint sounds, much as I would like to. Send a photo.
    [document] That is not a picture. I take JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP and GIF up to 20 MB.
   *[other] I cannot paint that. Send a photo or a picture.
}
order-cancelled = Cancelled. Send a new photo whenever you like.
order-too-many = { $limit ->
    [one] You have { $limit } unfinished painting already. Let it finish, then we go on.
   *[other] You have { $limit } unfinished paintings already. Let one of them finish, then we go on.
}

picture-empty = The file arrived empty. Please send it again.
picture-not-a-picture = That file does not look like a picture. I take JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP and GIF.
picture-truncated = The picture did not arrive whole: the file breaks off. Please send it again.
picture-too-many-bytes = The file is rather large: { $actual } MB, and I take up to { $limit } MB. Send it as a photo, or make it smaller.
picture-too-many-pixels = The picture is too large: { $actual } megapixels, and I take up to { $limit }. Please make it smaller.
picture-too-small = The picture is too small: { $actual } pixels, and its shorter side needs at least { $limit }.
picture-too-narrow = The picture is too narrow: one side is more than { $limit } times the other.
picture-not-fetched = I could not download the file. Please send it again.

loose-one = A new picture! Is it a new photo or a new style?
loose-which-photo = { $count ->
    [one] { $count } picture came. Is it the photo?
   *[other] { $count } pictures came. Which one is the photo?
}
loose-album = { $count ->
    [one] { $count } picture came. Is it a style for your photo, or a new photo?
   *[other] { $count } pictures came. Are they all styles for your photo, or is the first of them a new photo?
}
loose-photo-too = Another photo! Shall I paint it together with the others, or instead of them?
button-photo-too = Together
button-all-photos = All are photos: { $effect }
button-none-is-style = All { $count } are photos
button-first-photos = { $count ->
    [one] Only the first photo
   *[other] Only the first { $count } photos
}
photos-most = { $most ->
    [one] One order takes { $most } photo: the first of them counts.
   *[other] One order takes { $most } photos at most: the first of them count.
}
button-all-styles = All of them are styles
button-first-is-photo = The first is the photo
loose-which-style = { $most ->
    [one] A painting takes { $most } style. Which of the { $count } that are left is it?
   *[other] A painting takes { $most } styles at most. Which of the { $count } that are left is the first? You can add others then.
}
button-new-photo = New photo
button-new-style = New style
button-none-of-these = None of these

style-which = I have the photo! Now the style: send any picture, or choose one of mine.
style-photo-grey = The photo has no colors. I can do this with it at once: { $effect }.
style-which-first = Choose a style, or simply send a photo.
style-gone = That style is no longer here. Choose another with /style.
style-saved = The style is saved. You find it in /styles.
button-my-styles = My styles ({ $count })
button-it-is-the-style = That is the style, not the photo
button-without-style = Something else with this photo…
button-style-too = One more style
button-drop-style = ✕ { $style }
button-other-photo = Another one is the photo
style-which-too = One more style then: send any picture, or choose one of mine.
style-own = picture { $number }
styles-most = { $most ->
    [one] One painting takes { $most } style.
   *[other] One painting takes { $most } styles at most: the first of them count.
}
button-other-style = Other style

summary-ready = All set, ready to paint.
summary-nearly = Nearly ready.
summary-more = Let us paint on from where this one ended.
summary-colored = { $photos ->
    [one] This photo has colors already: I would replace them with new ones.
   *[other] { $colored } of the { $photos } photos have colors already: I would replace them with new ones.
}
summary-photos = { $count ->
    [one] { $count } photo in one order.
   *[other] { $count } photos in one order.
}
summary-first-photo = I paint the first photo alone: this effect takes one at a time. The others are kept while you choose.
summary-drawing = I go by the lines alone: a drawing does best, of a photo I take the edges. Another picture replaces this one.
summary-learns = I learn this style, on your photo first. From then on I paint any photo of yours in it at once.
summary-styles = Styles: { $styles }.
summary-region = { $styles ->
    [2] The first style paints the bright part, the second the pale one.
   *[other] Only the bright part is painted.
}
summary-queue = { $place ->
    [0] Starts at once
    [1] Starts at once
   *[other] Place in the queue: { $place }
} · { $eta }
summary-asleep = The painters are still waking up. I keep what you have chosen: try again in a few seconds.
summary-picture-gone = I no longer have that picture. Please send it again.
button-paint = 🎨 Paint
button-paint-anyway = 🎨 Replace the colors
button-tier = Tier: { $tier }
button-tier-instead = Take the { $tier } tier
button-options = Options
button-effect = Effect: { $effect }
button-swap = Swap them
button-region = Only a part…
button-region-chosen = Change the part…
button-save-style = Save the style
button-try-again = Try again

region-which =
    Which part shall I paint?

    Send a picture of the photo's shape: white where I paint, black where the photo stays. Any picture will do, its brightness counts.
region-chosen = I paint the bright part; the pale one stays as in the photo. Another picture replaces this mark.
region-two = The first style paints the bright part, the second the pale one. Another picture replaces this mark.
region-draw = Mark it on the photo
button-region-other = Paint everything else
button-region-whole = Paint the whole photo
mask-proportions = That picture has another shape than the photo, so I cannot lay one over the other. Send one of the same proportions; everything else stays as it was.
mask-nothing = That picture is black all over: nothing would be painted. Mark a part in white; everything else stays as it was.
mask-everything = That picture is white all over, which means the whole photo: I paint it as without a mark.

button-draw = Draw
draw-anything = Draw something
draw-edges2cats = Draw the outline of a cat

effect-which = What shall I do with the photo?
effect-gatys = Painting after a picture
effect-any-style = Any style at once
effect-fast-style = Fast painting
effect-all-styles = All styles on a sheet
effect-own-style = My own style (learn it)
effect-learned-style = My own style at once
effect-seamless = Seamless texture
effect-colorize = Colors for a grey photo
effect-edges2cats = A drawing becomes a cat

eta-unknown = waiting time not known yet
eta-seconds = { $range ->
    [yes] { $low }–{ $high } s
   *[no] about { $high } s
}
eta-minutes = { $range ->
    [yes] { $low }–{ $high } min
   *[no] about { $high } min
}
eta-hours = { $range ->
    [yes] { $low }–{ $high } h
   *[no] about { $high } h
}
