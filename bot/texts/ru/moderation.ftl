# Модерация, запреты, обслуживание: что из этого читают люди, и страницы того, у кого работает Mazok.
banned-all = Вы больше не можете мной пользоваться. /privacy, /deletemydata и /paysupport по-прежнему отвечают.
checkout-maintenance = Идёт обслуживание. Деньги не списаны, попробуйте позже.
maintenance-text = Идёт обслуживание, и новые заказы пока не принимаются.
maintenance-until = Вернусь { $when }.
maintenance-kept = Всё, что вы выбрали, сохранено, а что уже рисуется — придёт. Нажмите кнопку ещё раз позже.

post-reason-ban = вам больше нельзя публиковать

admin-feed = Модерация
admin-bans = Запреты
admin-statistics = Статистика
admin-maintenance = Обслуживание
admin-said-approve = Показано. Автору скажем через полминуты.
admin-said-refuse = Отклонено. Автору скажем через полминуты.
admin-said-take-down = Снято с показа. Автору скажем через полминуты.
admin-said-undo = Решение отменено.
admin-said-renamed = Ничего не сделано: у работы уже другое название. Посмотрите ещё раз.
admin-said-pardon = Её снова можно опубликовать. Автору скажем.
admin-said-ban = Запрет наложен.
admin-said-lift = Запрет снят. Что было убрано из ленты, вернётся, только если вы одобрите это снова.
admin-said-begun = Обслуживание началось: ни заказать, ни купить нельзя.
admin-said-ended = Обслуживание закончено.

admin-posts-waiting = { $count ->
    [one] работа ждёт вас
    [few] работы ждут вас
   *[many] работ ждут вас
}
admin-feed-empty = Здесь пусто.
admin-feed-waiting = Ждут ({ $count })
admin-feed-shown = Показаны ({ $count })
admin-feed-refused = Отклонены ({ $count })
admin-feed-one = Одна работа
admin-feed-picture = Работа
admin-feed-photo = Фото
admin-feed-style = Стиль
admin-feed-no-photo = Фото не показывается
admin-feed-untitled = Без названия
admin-feed-by = Автор
admin-feed-house = наш пример
admin-feed-record = { $refused ->
    [0] Отклонённых работ у автора нет; показано { $shown }
    [one] У автора отклонена { $refused } работа; показано { $shown }
    [few] У автора отклонены { $refused } работы; показано { $shown }
   *[many] У автора отклонено { $refused } работ; показано { $shown }
}
admin-feed-reported = { $count ->
    [one] { $count } жалоба
    [few] { $count } жалобы
   *[many] { $count } жалоб
}
admin-feed-approved-before = раньше одобрена
admin-feed-by-link = пока видна по ссылке
admin-feed-link-only = только по ссылке
admin-feed-approve = Одобрить
admin-feed-refuse = Отклонить:
admin-feed-take-down = Снять с показа:
admin-feed-undo = Отменить последнее решение
admin-feed-keys = Клавиши: A — одобрить; R и 1–6 — отклонить; B — запрет; J и K или стрелки — дальше и назад; Z — отменить последнее решение.
admin-feed-larger = Крупнее
admin-reason-adult = не для детей
admin-reason-violence = насилие
admin-reason-person = человек
admin-reason-copyright = чужое
admin-reason-spam = реклама
admin-reason-other = другое
admin-reason-ban = запрет
admin-is-waiting = ждёт
admin-is-shown = показана
admin-is-hidden = скрыта автором
admin-is-refused = отклонена

admin-refusals = Отклонены, потом удалены: снова не публикуются
admin-refusal = { $at }: { $reason }
admin-pardon = Разрешить публикацию
admin-ban = Запретить
admin-ban-title = Запрет для этого человека
admin-ban-about = Запрет действует на все его аккаунты. Деньги по-прежнему можно вернуть.
admin-ban-scope = Что нельзя
admin-ban-feed = публиковать, отмечать и жаловаться
admin-ban-all = ничего
admin-ban-everything = снять с показа всё, что опубликовано
admin-banned = Запрет: { $who }, { $at }: { $scope }. { $reason }
admin-lift = Снять запрет
admin-ban-account = Аккаунт (хеш)
admin-ban-forgotten = забыт

admin-maintenance-about = Пока оно идёт, ни заказать, ни купить нельзя, и люди читают почему. Начатое дорисовывается и доставляется, остальное работает. Все машины узнают сразу.
admin-maintenance-lasts = Идёт с { $at } (UTC), начато: { $who }.
admin-maintenance-not = Всё работает: обслуживания нет.
admin-maintenance-words = Что читают люди, { $language } (пусто: «{ $default }»)
admin-maintenance-until = Вернёмся в (по Москве; пусто: не говорить)
admin-maintenance-begin = Начать обслуживание
admin-maintenance-change = Изменить слова
admin-maintenance-end = Закончить обслуживание

admin-stat-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[many] { $days } дней
}
admin-stat-csv = В CSV
admin-stat-active = Люди, получившие работу, по дням и платформам
admin-stat-effects = Работы по дням и эффектам
admin-stat-tiers = Работы по дням и уровням
admin-stat-waits = Ожидание начала работы, секунды
admin-stat-median = половина: не дольше
admin-stat-p95 = 95 из 100: не дольше
admin-stat-feed = Публикации, отметки и жалобы по дням
admin-stat-posts = публикации
admin-stat-likes = отметки
admin-stat-reports = жалобы
admin-stat-conversion = Из пришедших в этот день: рисовали, платили
admin-stat-arrived = пришли
admin-stat-painted = рисовали
admin-stat-paid = платили
admin-stat-retention = Пришли в этот день и рисовали снова через 7–13 дней
admin-stat-retained = вернулись, %
admin-stat-hours = Сколько заданий ждать по часам суток (UTC), среднее за 28 дней
admin-stat-jobs = заданий в час
admin-stat-slots = занятых мест
admin-stat-styles = Стили, с которыми больше всего публикаций
admin-stat-style = Стиль
admin-stat-times = Публикаций
