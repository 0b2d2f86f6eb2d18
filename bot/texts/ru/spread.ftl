# Что стоит под работой из ленты в канале или на стене.
spread-author = Автор: { $name }
spread-style = В манере: { $title }
spread-credit = За стиль спасибо: { $name }
spread-hashtags = #Mazok #картина #искусство
