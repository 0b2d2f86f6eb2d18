# Нужное только в Telegram.

telegram-not-yours = Это чужая кнопка. Отправьте /start, чтобы нарисовать свою картину.
telegram-make-yours = 🎨 Нарисовать свою
telegram-how-made = Посмотреть, как это сделано
telegram-inline-begin = Нарисовать свою картину
telegram-taken-back = Эту картину больше не показывают.
