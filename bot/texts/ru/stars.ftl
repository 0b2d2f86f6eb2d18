# Подписки, которые оплачиваются звёздами.
button-subscription = 🔁 Подписка
button-subscription-cancel = Отменить подписку
button-subscription-resume = Всё-таки продлевать

goods-subscription = { $what } в месяц

subscription-which = По подписке это приходит каждые 30 дней, пока вы её не отмените: здесь и в любой момент. Всё, что уже пришло, остаётся у вас.
subscription-none = Подписки здесь сейчас нет.
subscription-active = { $what }: продлится { $until } за { $price }.
subscription-canceled = { $what }: отменена, { $until } не продлится. Всё, что уже пришло, остаётся у вас.
subscription-off = { $what }: вы выключили её в настройках Telegram («Мои звёзды»), { $until } она закончится. Включить её можно там же.
subscription-failed = { $what }: следующий месяц не удалось оплатить. Вскоре после { $until } подписка закончится, если на счёте не будет { $price }.
subscription-till-busy = Сейчас не получилось, ничего не изменилось. Попробуйте ещё раз через минуту.

notice-subscription-off = Выключено: { $what }. { $until } подписка не продлится; всё, что уже пришло, остаётся у вас.
notice-subscription-active = Снова включено: { $what }. Подписка продлится { $until }.
notice-subscription-failed = Не удалось оплатить следующий месяц: { $what }. Вскоре после { $until } подписка закончится, если на счёте не хватит звёзд.
notice-subscription-ended = Закончилось: { $what }. { $until } подписка не продлилась; всё, что уже пришло, остаётся у вас.
