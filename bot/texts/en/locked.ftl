# Paintings that are seen blurred and paid then.
button-look-first = 👀 { $tier }: look first, { $price }

goods-unlock = a painting in full, { $side } px

look-first-begun = Painting it large: it comes in a moment, blurred. You pay only if you want it.
look-first-for-sale = { $width } × { $height } px. Pay, and you see it sharp at once; the file without recompression comes beside it. Unpaid, it is deleted after two days.
look-first-refused = I cannot offer it here just now. It cost you nothing.
look-first-too-many = { $most ->
    [one] One painting that you looked at first is not paid yet: there can be no more of them a day.
   *[other] { $most } paintings that you looked at first are not paid yet: there can be no more of them a day.
}

notice-unlocked = It is yours. Among your works you find it too.
