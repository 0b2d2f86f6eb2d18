# Ход работы, результат, мои работы, мои стили.
status-queued = { $place ->
    [0] Сейчас начну
    [1] Ваша картина следующая
   *[other] В очереди: { $place }-е место
} · { $eta }
status-starting = Смешиваю краски…
status-running = Рисую: { $done } из { $total } · ещё { $eta }
status-running-unknown = Рисую: { $done } из { $total }
status-stopping = Останавливаюсь, последний мазок…
button-stop = Остановить и оставить как есть
button-cancel-job = Отменить

album-queued = { $photos } фото · { $place ->
    [0] Сейчас начну
    [1] Ваши следующие
   *[other] В очереди: { $place }-е место
} · { $eta }
album-running = Готово { $done } из { $photos } · ещё { $eta }
album-done = { $count ->
    [one] Готово! { $count } из { $photos }: картина открывается нажатием.
   *[other] Готово! { $count } из { $photos }: каждая открывается нажатием.
}
album-failed = Фото { $number }: { $reason }
album-stopped = Остановлено до начала: { $count } фото.
album-nothing-charged = Ничего не списано.
result-done = Готово! { $width }×{ $height }, { $done ->
    [one] { $done } итерация
    [few] { $done } итерации
   *[many] { $done } итераций
} за { $seconds } с.
result-done-at-once = Готово! { $width }×{ $height } за { $seconds } с.
result-stopped = Остановил на { $done } из { $total }. Вот что получилось: { $width }×{ $height }.
result-stopped-at-once = Остановил. Вот что получилось: { $width }×{ $height }.
result-ready = Ваша картина готова 👆
result-learned = Этот стиль я выучил. Он лежит в /styles, и любое фото я рисую в нём сразу.
result-cancelled = Отменено, ничего не списано. Фото и стиль я помню.
result-returned = Всё, что было списано, вернулось на баланс.
result-file = Оригинал без сжатия
result-film = Как рисовалась эта картина
result-no-film = Фильма ещё нет: он собирается несколько секунд после картины. Попробуйте чуть позже.
result-pair = До и после
failed-picture = Не получилось прочитать одну из картинок.
failed-mask = Не получилось прочитать разметку части, которую нужно нарисовать. Отметьте её ещё раз.
failed-drawing = Я не нашёл на этой картинке линий. Нарисуйте ручкой потемнее или потолще либо снимите рисунок поближе и при хорошем свете.
failed-options = С этими настройками нарисовать не вышло: они изменились.
failed-memory = Картина оказалась слишком большой для художника. Попробуйте тариф с меньшим размером.
failed-engine = Не получилось: художник сбился несколько раз подряд. Мы уже знаем об этом.
failed-missing = Одной из картинок уже нет: её удалили.
failed-unknown = Что-то пошло не так.
failed-here = Простите, у меня что-то сломалось (№ { $number }). Попробуйте ещё раз: ничего не потерялось.
button-file = Скачать файлом
button-film = Как рисовалось
button-pair = До и после
button-again = Ещё раз
button-another-photo = Другое фото в этом стиле
button-more = { $count ->
    [one] Ещё { $count } итерация
    [few] Ещё { $count } итерации
   *[many] Ещё { $count } итераций
}
button-larger = Эту картину в { $tier }
button-retry = Попробовать ещё раз

works-none = Здесь будут ваши картины. Пришлите фото, и появится первая.
works-mine = { $count ->
    [one] У вас { $count } картина.
    [few] У вас { $count } картины.
   *[many] У вас { $count } картин.
}
works-one = { $width }×{ $height }, { $done ->
    [one] { $done } итерация
    [few] { $done } итерации
   *[many] { $done } итераций
}
works-one-at-once = { $width }×{ $height }
works-delete = Удалить эту картину? Вернуть её будет нельзя.
works-deleted = Картина удалена.
work-gone = Этой картины больше нет.
button-delete = Удалить
button-delete-work = Да, удалить
page-newer = ← Новее
page-older = Старше →

styles-mine = { $count ->
    [0] Сохранённых стилей пока нет. Пришлите картинку, и она останется здесь.
    [one] У вас { $count } сохранённый стиль.
    [few] У вас { $count } сохранённых стиля.
   *[many] У вас { $count } сохранённых стилей.
}
styles-one = Ваш стиль.
styles-send = Пришлите картинку, и я сохраню её как стиль.
button-add-style = Добавить
button-house-styles = Стили Мазка
button-use-style = Рисовать в этом стиле
styles-own = Ваш собственный стиль: я его выучил и сразу рисую в нём любое фото.
button-learn = Выучить как мой стиль
button-at-once = Нарисовать в нём сразу
