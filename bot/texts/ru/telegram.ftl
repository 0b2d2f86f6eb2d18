# Нужное только в Telegram.

telegram-not-yours = Это чужая кнопка. Отправьте /start, чтобы нарисовать свою картину.
telegram-failed = У нас что-то сломалось, вы ни при чём. Попробуйте ещё раз; если повторится, сообщите нам этот номер: { $number }.

# Список команд, который показывает Telegram
telegram-command-start = Нарисовать фото
telegram-command-works = Мои работы
telegram-command-styles = Мои стили
telegram-command-balance = Мой баланс
telegram-command-language = Язык
telegram-command-help = Как это работает
telegram-command-privacy = Что мы о вас храним
telegram-command-deletemydata = Удалить всё моё
