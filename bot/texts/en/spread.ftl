# What stands under a post of the feed in a channel or on a wall.
spread-author = Painted by { $name }
spread-style = In the manner of: { $title }
spread-credit = Style brought by { $name }
spread-hashtags = #Mazok #painting #art
