# Нужное только ВКонтакте.

vk-answer-with-a-number = Ответьте номером:

# Слова, которыми люди заменяют команду, через запятую.

vk-words-start = начать, старт
vk-words-help = помощь, что ты умеешь, справка
vk-words-new = новая картина, заново
vk-words-style = стиль, стили
vk-words-works = работы, мои картины
vk-words-cancel = отмена
