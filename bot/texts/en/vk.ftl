# What only VK needs.

vk-answer-with-a-number = Answer with a number:
vk-not-yours = This button belongs to somebody else. Write /start for one of your own.

# Words that people say instead of a command, divided by commas.

vk-words-start = start, begin
vk-words-help = help, what can you do
vk-words-new = new, new painting
vk-words-style = style, styles of the house
vk-words-works = works, my paintings
vk-words-cancel = cancel
