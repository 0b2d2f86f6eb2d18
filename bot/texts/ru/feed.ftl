# Галерея на сайте: работы, которые люди показали другим.
pages-feed = Лента

gallery-title = Лента
gallery-lead = Фотографии, нарисованные Мазком: у каждой видно, из какой фотографии и какого стиля она вышла.
gallery-description = Фотографии в манере любой картины: посмотрите, как они сделаны, и нарисуйте свою в том же стиле.
gallery-newest = Новые
gallery-day = Лучшие за день
gallery-week = За неделю
gallery-month = За месяц
gallery-ever = За всё время
gallery-ways = Порядок
gallery-search = Поиск по ленте
gallery-search-hint = Слова или стиль
gallery-find = Найти
gallery-found = Найдено по «{ $words }»
gallery-works = Работы
gallery-loading = Загружаю ещё …
gallery-end = Это всё.
gallery-empty = Здесь пока пусто. Ваша работа может стать первой!
gallery-empty-found = Ничего не нашлось. Чем меньше слов, тем больше находится.
gallery-empty-best = За это время никто ничего не опубликовал. Ваша работа может стать лучшей!
gallery-empty-style = В этом стиле ещё ничего не опубликовано. Ваша работа может стать первой!
gallery-begin = Нарисовать фото
gallery-all = Вся лента
gallery-atom = Подписаться (Atom)
gallery-foot = Всё это опубликовали сами авторы. Если чему-то здесь не место, пожалуйтесь на странице работы.

gallery-by = автор: { $author }
gallery-in-style = В стиле «{ $style }»
gallery-made-in = стиль «{ $style }»
gallery-style-unnamed = без названия
gallery-style-several = несколько стилей
gallery-credit = источник стиля: { $credit }
gallery-photo = Фото
gallery-style = Стиль
gallery-picture = Картина
gallery-photo-of = Фотография, с которой нарисована работа «{ $title }»
gallery-style-of = Стиль работы «{ $title }»
gallery-like = Нравится «{ $title }». Отметок:
gallery-liked = Вам это нравится.
gallery-not-liked = Вам это больше не нравится.
gallery-failed = Не получилось отправить. Попробуйте ещё раз.

gallery-how = Как это сделано
gallery-size = { $width } × { $height } пикселей
gallery-iterations = { $count ->
    [one] { $count } итерация
    [few] { $count } итерации
   *[many] { $count } итераций
}
gallery-seconds = рисовалось { $seconds } с
gallery-published = Опубликовано { $day }
gallery-film = Как она рисовалась
gallery-enlarge = { $what } в полном размере
gallery-use = Этот стиль
gallery-use-style = Нарисовать моё фото в этом стиле
gallery-on-telegram = В Telegram
gallery-on-vk = Во ВКонтакте
gallery-about-style = Об этом стиле
gallery-share = Поделиться
gallery-link = Ссылка на работу
gallery-copy = Скопировать ссылку
gallery-copied = Скопировано.
gallery-pass-on = Отправить …
gallery-elsewhere = А ещё у нас на каналах
gallery-liked-elsewhere = { $count ->
    [one] там { $count } отметка
    [few] там { $count } отметки
   *[many] там { $count } отметок
}
gallery-share-telegram = Telegram
gallery-share-vk = ВКонтакте
gallery-alike = Ещё в этом стиле
gallery-newer = ← Новее
gallery-older = Старше →
gallery-beside = Другие работы

gallery-style-nameless = Стиль без названия
gallery-style-used = { $count ->
    [0] В ленте пока нет работ
    [one] { $count } работа в ленте
    [few] { $count } работы в ленте
   *[many] { $count } работ в ленте
}

gallery-report = Пожаловаться
gallery-report-why = Что с работой не так?
gallery-report-send = Отправить жалобу
gallery-reason-adult = Обнажённое тело или секс
gallery-reason-violence = Насилие или ненависть
gallery-reason-person = На ней человек, который не давал согласия
gallery-reason-copyright = Нарушает чьи-то авторские права
gallery-reason-spam = Спам или реклама
gallery-reason-other = Другое
gallery-reason-ban = Вам больше нельзя публиковать

gallery-yours = Это ваша работа
gallery-state-waiting = Скоро её посмотрит модератор; до тех пор она видна только вам.
gallery-state-waiting-link = Ждёт модератора, прежде чем появиться в ленте. Пока её видят те, у кого есть ссылка.
gallery-state-shown = Её видят все: она в ленте.
gallery-state-link = Её видят все, у кого есть ссылка; в ленте её нет.
gallery-state-hidden = Вы её скрыли: она видна только вам.
gallery-state-refused = Модератор не взял её в ленту: она видна только вам.
gallery-refusal = Причина: { $reason }
gallery-hide = Скрыть
gallery-show-feed = Показать в ленте
gallery-show-link = Показать только по ссылке
gallery-delete = Удалить
gallery-delete-sure = Этой страницы больше никто не увидит, отметки «нравится» пропадут. Сама картина останется у вас, в чате.
gallery-delete-refused = Картина останется вашей, в чате, но и отклонённой тоже: снова её не опубликовать.
gallery-delete-yes = Да, удалить отсюда

gallery-told-missing = Здесь ничего нет. Возможно, в адресе опечатка.
gallery-told-gone = Эта работа здесь была, но её больше не показывают.
gallery-told-stale = Страница была открыта слишком долго. Вернитесь, обновите её и попробуйте ещё раз.
gallery-told-banned = Вам это здесь больше не доступно.
gallery-told-own = Это ваша работа: её можно скрыть или удалить на её странице.
gallery-told-question = На неё пожаловались: сначала посмотрит модератор, до тех пор её никто не видит.
gallery-told-often = С вашего адреса эту работу уже отметили несколько человек. Спасибо!
gallery-told-busy = Сейчас не получается. Попробуйте ещё раз через минуту.
gallery-told-reason = Выберите, что с работой не так, и отправьте ещё раз.
gallery-told-reported = Спасибо. Модератор посмотрит.
gallery-told-deleted = Здесь её больше нет. Сама картина осталась у вас, в чате.

gallery-invitation = Посмотрите, что нарисовали другие
