# The styles of the house, by the names of their files. A caption may name them.
house-batik = Batik
house-charcoal = Charcoal
house-cubism = Cubism
house-embroidery = Embroidery
house-engraving = Engraving
house-mosaic = Mosaic
house-night = Starry night
house-orchard = Summer fields
house-pointillism = Pointillism
house-risograph = Risograph
house-stained_glass = Stained glass
house-watercolor = Watercolor
house-woodcut = Woodcut
