# What can be chosen of an effect. `option-NAME` is an option's title, `option-NAME-WORD` a value of it, `about-NAME` a line of help.
options-which = Choose how to paint. Press a name to go back to its usual value.
option-value = { $title }: { $value }
option-of = { $title } { $number }
option-about = ▸ { $title }: { $about }
option-chosen = ✓ { $value }
option-on = yes
option-off = no
button-more-options = More…

option-iterations = Iterations
about-iterations = more of them make a finer painting
option-style-strength = Style strength
about-style-strength = at 0 the photo stays nearly as it is, at 100 nearly only the style is left
option-style-scale = Brush size
about-style-scale = how large strokes and patterns become
option-color-strength = Color
about-color-strength = 0 leaves the photo grey, 100 is what the painter believes, more is more colorful
option-warmth = Warmth
about-warmth = above 0 the middle tones become warmer, below 0 colder
option-variants = Variants
about-variants = how many results you can choose from: where a color is not certain, each leans towards another

option-colors = Colors
about-colors = of the style, or of the photo: exactly, only its general tone, or its palette
option-colors-style = of the style
option-colors-luminance = of the photo, exactly
option-colors-linear = in the photo's tone
option-colors-histogram = in the photo's palette

option-color-stage = Photo's colors
about-color-stage = when they are taken, should you want them: before, they mix into the strokes; after, they lie over them
option-color-stage-before = before painting
option-color-stage-after = after painting
option-style-weights = Share of style
about-style-weights = how much each style counts, in the order in which you chose them
option-style-rotation = Turn the style
about-style-rotation = strokes and patterns run in another direction
option-style-colors = Colors in the style
about-style-colors = fewer of them make a poster of it
option-style-colors-0 = all
option-statistic = From the style
about-statistic = what the painting takes from the style picture
option-statistic-strokes = strokes and colors
option-statistic-gram = color harmony, by the classic method
option-statistic-covariance = patterns, colors aside
option-statistic-mean = only tone and mood
option-statistic-wasserstein = all of it, most faithfully
option-start = Begin with
about-start = what lies on the canvas before the first stroke
option-start-photo = the photo
option-start-noise = a heap of dots
option-start-style = the style
option-aim = What to paint
about-aim = a painting of the photo, a pattern of the style alone, or the photo as the painter sees it
option-aim-painting = a painting
option-aim-texture = a pattern of the style
option-aim-content = the photo alone
option-shape = Shape
about-shape = a square for tiles and wallpapers, or the proportions of your picture
option-shape-picture = as the picture
option-shape-square = square
option-seed = Chance
about-seed = another number, another painting; the same number, the same one

button-prepared = Show the prepared style
prepared-so = { $count ->
    [one] This is how the style looks beside your painting: as large as its strokes will be, turned and in the colors you chose.
   *[other] This is how the styles look beside your painting: as large as their strokes will be, turned and in the colors you chose.
}
prepared-nothing = One of the styles is transparent all over: there is nothing to paint with.
