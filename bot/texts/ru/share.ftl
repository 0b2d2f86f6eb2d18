# Показать картины другим: публикация, мои публикации, лента в чате, подпись.
command-feed = Что нарисовали другие
command-posts = Мои публикации
command-name = Моя подпись
vk-words-feed = лента
vk-words-posts = публикации
vk-words-name = подпись

button-share = 📣 Поделиться
button-feed = Лента
button-posts = Мои публикации
button-name = Подписываться

share-rules = Другие увидят картину, её стиль и название, а если захотите, и фото: в ленте — все, по ссылке — у кого она есть. Без обнажённого тела и насилия, никого против воли, ничего чужого: прежде чем картина появится в ленте, её посмотрит модератор.
share-title = Название: { $title }
share-untitled = Без названия
share-photo = Вместе с фото
share-no-photo = Без фото
share-name = Подпись: { $name } (/name)
share-no-name = Без подписи (/name)
share-cancelled = Ничего не опубликовано.
share-not-allowed = Публиковать больше нельзя: модератор закрыл это для вас. Всё остальное работает как прежде.
share-picture-gone = Одной из картинок, которые увидели бы другие, уже нет. Возможно, получится без фото.
button-publish = Опубликовать в ленте
button-only-by-link = Только по ссылке
button-hide-photo = Без фото
button-show-photo = Вместе с фото
button-title = Дать название
button-other-title = Другое название
button-untitled = Без названия
button-cancel-share = Не публиковать

title-which = Как она называется? Пришлите название, не длиннее { $most } знаков.
title-empty = Это прочитать не получилось. Пришлите название словами.
title-long = Слишком длинно: не больше { $most } знаков. Пришлите название покороче.
title-link = В названии не может быть ссылки. Пришлите другое.

posts-none = Вы ещё ничего не публиковали. Откройте свою картину и нажмите «Поделиться».
posts-mine =
    Ваши публикации, сначала новые.
    ● видна · ⏳ ждёт · ○ скрыта · ✕ отклонена
post-titled = «{ $title }»
post-untitled = Картина
post-waiting = Ждёт модератора, потом появится в ленте. Я скажу.
post-in-feed = В ленте: видят все.
post-by-link = Видят те, у кого есть ссылка.
post-hidden = Скрыта: видите только вы.
post-refused = Не принята: { $reason }.
post-in-question = На неё пожаловались: сначала посмотрит модератор, до тех пор её никто не видит.
post-likes = { $likes ->
    [one] ♥ Понравилась { $likes } человеку
   *[other] ♥ Понравилась { $likes } людям
}
post-way = Другие увидят её, если напишут мне: /start { $code }
post-gone = Этой публикации больше нет.
post-delete = Удалить публикацию? Отметки «нравится» пропадут. Картина останется вашей.
post-goes-too = Она опубликована: публикация исчезнет вместе с ней.
post-deleted = Публикация удалена. Картина по-прежнему среди ваших работ.
button-pass-on = Переслать друзьям
button-into-feed = В ленту
button-hide = Скрыть
button-delete-post = Удалить публикацию
button-delete-post-sure = Да, удалить публикацию
button-my-post = Моя публикация

post-reason-adult = обнажённое тело
post-reason-violence = насилие
post-reason-person = кто-то показан против воли
post-reason-copyright = это чужая работа
post-reason-spam = реклама
post-reason-other = это против правил

feed-newest = Лента: сначала новые.
feed-week = Лента: что больше всего понравилось за неделю.
feed-day = Лента: что больше всего понравилось за день.
feed-month = Лента: что больше всего понравилось за месяц.
feed-ever = Лента: что понравилось больше всего.
feed-styled = Нарисовано в стиле «{ $style }».
feed-styled-untitled = Нарисовано в этом стиле.
feed-none = Здесь пока пусто. Откройте свою картину, нажмите «Поделиться», и она будет первой.
feed-none-lately = За эту неделю здесь пусто.
button-newest = Новые
button-week = Лучшие за неделю
button-whole-feed = Все стили
button-page-back = ← Назад
button-page-on = Дальше →

find-which = Что ищем? Пришлите слова: из названия, из имени стиля или подписи. Можно и сразу: /feed и слова после неё.
find-found = В ленте нашлось по словам «{ $words }», сначала новые.
find-nothing = По словам «{ $words }» в ленте ничего нет. Чем меньше слов, тем больше найдётся, и хватит начала слова. Пришлите другие.
find-over = То был другой поиск, его страницы закрыты.
button-find = 🔎 Поиск
button-find-other = 🔎 Искать другое
button-all-posts = Вся лента

post-author = Автор: { $name }
post-style = Стиль: { $style }
post-style-by = Стиль: { $style }, прислал(а) { $name }
post-style-untitled-by = Стиль прислал(а) { $name }
post-not-public = Эту картину не показывают — или уже не показывают.
post-picture-gone = Картинки этой публикации уже нет.
button-like = ♡ Нравится · { $likes }
button-liked = ♥ Вам нравится · { $likes }
button-paint-so = Рисовать в этом стиле
button-more-so = Ещё в этом стиле
button-page = Её страница
button-report = Пожаловаться
mark-not-allowed = Отсюда я этого засчитать не могу.

report-why = Что с ней не так?
report-thanks = Спасибо: модератор посмотрит.
button-report-adult = Обнажённое тело
button-report-violence = Насилие
button-report-person = Я или кто-то против воли
button-report-copyright = Это чужая работа
button-report-spam = Реклама
button-report-other = Другое

name-which = Рядом с вашими публикациями другие читают «{ $name }». Пришлите другое имя, не длиннее { $most } знаков.
name-which-first = Каким именем подписывать ваши публикации? Пришлите его, не длиннее { $most } знаков. Без имени подписи не будет.
name-empty = Это прочитать не получилось. Пришлите имя словами.
name-long = Слишком длинно: не больше { $most } знаков. Пришлите имя покороче.
name-link = Имя не может быть ссылкой или адресом. Пришлите другое.
name-taken = Рядом со всеми вашими публикациями теперь стоит «{ $name }».
name-removed = Рядом с вашими публикациями имени нет.
button-no-name = Без имени

notice-post = Ваша картина «{ $title }»
notice-post-untitled = Ваша картина
notice-post-shown = { $what } теперь в ленте.
notice-post-refused = { $what } в ленту не принята: { $reason }. Она остаётся вашей, больше её никто не видит.
notice-post-taken-down = { $what } снята с показа: { $reason }. Она остаётся вашей, больше её никто не видит.
