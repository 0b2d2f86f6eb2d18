# Письма всем и страницы, на которых их пишут.
command-news = Новости от нас
button-news-stop = Больше не писать новости
button-news-start = Присылать новости
news-on = Изредка мы пишем вам новости: новые эффекты, новые стили. Ничего сверх этого.
news-off = Новостей больше не будет. Картины и ответы об оплате по-прежнему приходят.
admin-letters = Письма
admin-letters-readers = { $readers ->
    [one] Сейчас письмо получил бы { $readers } человек
    [few] Сейчас письмо получили бы { $readers } человека
   *[many] Сейчас письмо получили бы { $readers } человек
}
admin-letter-new = Новое письмо
admin-letter-hint = Если язык оставить пустым, на нём прочтут английский текст. В каждом письме есть кнопка, чтобы больше их не получать.
admin-letter-write = Сохранить черновик
admin-letter-state = Состояние
admin-letter-text = Текст
admin-letter-sent = Отправлено
admin-letter-tally = отправлено { $sent } из { $all }, ушли { $gone }, не приняты { $failed }, неясно { $unsure }
admin-letter-person = Человек
admin-letter-try = Проверить на одном человеке
admin-letter-start = Отправить всем
admin-letter-sure = Письмо проверено
admin-letter-pause = Приостановить
admin-letter-go-on = Продолжить
admin-letter-stop = Остановить совсем
admin-letter-discard = Выбросить
admin-said-letter-written = Черновик сохранён. Сначала проверьте его на себе.
admin-said-letter-tried = Письмо этому человеку отправляется.
admin-said-letter-started = Письма пошли.
admin-said-letter-moved = Готово.
admin-is-draft = черновик
admin-is-sending = отправляется
admin-is-paused = приостановлено
