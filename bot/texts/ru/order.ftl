# Заказ: фото, стиль, тариф, настройки, сводка.
order-send-photo = Пришлите фото, которое нужно нарисовать.
order-send-photo-for-style = Отличный стиль! Теперь пришлите фото.
order-words = Я лучше понимаю картинки, чем слова.
order-unsupported = { $kind ->
    [sticker] Стикер я нарисовать не могу: пришлите, пожалуйста, фото или картинку.
    [video] Видео я пока не рисую. Пришлите кадр из него как фото.
    [animation] Гифку целиком я не нарисую. Пришлите кадр из неё как картинку.
    [audio] Звук мне не нарисовать, хоть и хочется. Пришлите фото.
    [document] Это не картинка. Я принимаю JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP и GIF до 20 МБ.
   *[other] Такое я нарисовать не могу. Пришлите фото или картинку.
}
order-cancelled = Отменено. Когда захотите, пришлите новое фото.
order-too-many = { $limit ->
    [one] У вас уже есть { $limit } незаконченная картина. Дождитесь её, и продолжим.
    [few] У вас уже { $limit } незаконченные картины. Дождитесь хотя бы одной, и продолжим.
   *[many] У вас уже { $limit } незаконченных картин. Дождитесь хотя бы одной, и продолжим.
}

picture-empty = Файл пришёл пустым. Попробуйте отправить его ещё раз.
picture-not-a-picture = Этот файл не похож на картинку. Я принимаю JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP и GIF.
picture-truncated = Картинка пришла не целиком: файл обрывается. Пришлите её ещё раз, пожалуйста.
picture-too-many-bytes = Файл великоват: { $actual } МБ, а я беру до { $limit } МБ. Пришлите его как фото или уменьшите.
picture-too-many-pixels = Картинка слишком большая: { $actual } Мп, а я беру до { $limit } Мп. Уменьшите её, пожалуйста.
picture-too-small = Картинка слишком маленькая: { $actual } пикселей, а нужно не меньше { $limit } по короткой стороне.
picture-too-narrow = Картинка слишком узкая: её стороны различаются больше чем в { $limit } раз.
picture-not-fetched = Не получилось скачать файл. Пришлите его ещё раз, пожалуйста.

loose-one = Новая картинка! Это новое фото или новый стиль?
loose-which-photo = { $count ->
    [one] Пришла { $count } картинка. Это фото?
    [few] Пришло { $count } картинки, а для одной работы нужны фото и стиль. Какая из них фото?
   *[many] Пришло { $count } картинок, а для одной работы нужны фото и стиль. Какая из них фото?
}
loose-which-style = { $count ->
    [one] Осталась { $count } картинка. Она и есть стиль?
    [few] А какая из { $count } оставшихся — стиль?
   *[many] А какая из { $count } оставшихся — стиль?
}
button-new-photo = Новое фото
button-new-style = Новый стиль
button-none-of-these = Никакая из этих

style-which = Фото есть! Теперь стиль: пришлите любую картинку или выберите один из моих.
style-which-first = Выберите стиль или просто пришлите фото.
style-gone = Этого стиля больше нет. Выберите другой — /style.
style-saved = Стиль сохранён. Он ждёт вас в /styles.
button-my-styles = Мои стили ({ $count })
button-it-is-the-style = Это не фото, а стиль
button-other-style = Другой стиль

summary-ready = Всё готово, можно рисовать.
summary-nearly = Почти готово.
summary-more = Продолжим эту картину с того места, где остановились.
summary-tier = { $tier }: до { $side } px, { $iterations ->
    [one] { $iterations } итерация
    [few] { $iterations } итерации
   *[many] { $iterations } итераций
}
summary-queue = { $place ->
    [0] Начну сразу
    [1] Начну сразу
   *[other] Место в очереди: { $place }
} · { $eta }
summary-asleep = Художники ещё просыпаются. Ваш выбор я запомнил: попробуйте через несколько секунд.
summary-picture-gone = Этой картинки у меня больше нет. Пришлите её ещё раз, пожалуйста.
button-paint = 🎨 Рисовать
button-tier = Тариф: { $tier }
button-tier-instead = Взять тариф «{ $tier }»
button-options = Настройки
button-effect = Эффект: { $effect }
button-swap = Поменять местами
button-save-style = Сохранить стиль
button-try-again = Попробовать ещё раз

effect-which = Что сделать с фото?
effect-gatys = Живопись по образцу

options-which = Настройте, как рисовать. Нажмите на название, чтобы вернуть обычное значение.
option-value = { $title }: { $value }
option-on = да
option-off = нет
option-iterations = Итерации
option-style-strength = Сила стиля
option-style-scale = Размер мазков
option-keep-colors = Цвета фото
option-seed = Случайность

eta-unknown = время пока неизвестно
eta-seconds = { $range ->
    [yes] { $low }–{ $high } с
   *[no] около { $high } с
}
eta-minutes = { $range ->
    [yes] { $low }–{ $high } мин
   *[no] около { $high } мин
}
eta-hours = { $range ->
    [yes] { $low }–{ $high } ч
   *[no] около { $high } ч
}
