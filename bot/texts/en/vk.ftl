# What only VK needs: words that people say instead of a command, divided by commas.

vk-words-start = start, begin, hello, hi
vk-words-help = help, what can you do
vk-words-new = new, again
vk-words-style = style, styles of the house
vk-words-works = works, my paintings
vk-words-cancel = cancel
