# Страницы владельца Mazok.
admin-title = Страницы владельца
admin-menu = Страницы владельца
admin-overview = Обзор
admin-payments = Платежи
admin-payment = Платёж
admin-refunds = Возвраты
admin-purchases = Покупки
admin-stuck = Застряло
admin-jobs = Задания
admin-people = Люди
admin-person = Человек
admin-log = Журнал действий

admin-sign-in = Войти
admin-sign-in-about = По этой ссылке браузер входит на двенадцать часов; она действует один раз.
admin-sign-out = Выйти
admin-left = Вы вышли.
admin-stranger = Вы не вошли. Выполните на машине «mazok admin login» и откройте ссылку, которую он напечатает.
admin-link-unknown = Это не наша ссылка. Её печатает «mazok admin login».
admin-link-used = Эта ссылка уже использована. «mazok admin login» напечатает новую.
admin-link-expired = Эта ссылка устарела. «mazok admin login» напечатает новую.
admin-forged = Это пришло не со страницы этого сеанса, ничего не сделано. Загрузите страницу заново.
admin-missing = Не найдено: { $kind } «{ $name }».
admin-refused = Ничего не сделано: { $why }
admin-busy = База данных занята. Попробуйте чуть позже.

admin-said-credit = Выдано. Человеку сообщат.
admin-said-refund = Возврат в пути. Человеку сообщат, когда деньги вернутся.
admin-said-deliver = Курьер вызван снова.
admin-said-order = Заказано заново.
admin-said-give = Выдано.
admin-said-late = Ничего не сделано: это уже решено.

admin-any = любое
admin-show = Показать
admin-all = все
admin-nothing = Ничего.
admin-nobody = Никого.
admin-at = Когда (UTC)
admin-day = День
admin-as-table = Таблицей
admin-state = Состояние
admin-till = Касса
admin-amount = Сколько
admin-price = Цена
admin-charge = Номер платежа
admin-what = Что
admin-why = Почему
admin-who = Кто
admin-act = Что сделано
admin-subject = О ком или о чём
admin-detail = Подробности
admin-id = Номер
admin-job = Задание
admin-tier = Тариф
admin-effect = Эффект
admin-done = Сделано
admin-attempts = Попыток
admin-delivered = Доставлено
admin-ended = Закончилось (UTC)
admin-where = Где
admin-count = Заданий
admin-oldest = Старейшее
admin-seconds = { $seconds } с
admin-paid-at = Оплачено
admin-refund-asked = Возврат начат
admin-refunded-at = Возвращено
admin-short = Потрачено до возврата
admin-tries = { $tries ->
    [one] { $tries } попытка
    [few] { $tries } попытки
   *[many] { $tries } попыток
}

admin-credit = Выдать
admin-credit-title = Выдать купленное
admin-credit-about = Человек получит: { $what }.
admin-refund = Вернуть деньги
admin-refund-title = Возврат
admin-refund-about = { $amount } вернётся через кассу; купленное заберём, насколько оно ещё не потрачено.
admin-refund-sure = Да, вернуть { $amount }
admin-give = Подарить
admin-give-title = Подарить единицы
admin-asset = Чего
admin-retry = Ещё раз
admin-retry-job = Ещё раз задание { $job }
admin-again = заказано заново, { $job }: { $state }

admin-undelivered = Нарисовано, но не доставлено
admin-failed = Закончилось без картины

admin-search = Номер или аккаунт
admin-search-how = Номер, аккаунт или платформа:аккаунт.
admin-accounts = Аккаунты
admin-language = Язык
admin-since = С какого времени (UTC)
admin-gone = нет с { $at }
admin-balance = Баланс
admin-journal = Операции
admin-entry = Запись

admin-held = { $count ->
    [one] платёж ждёт вас
    [few] платежа ждут вас
   *[many] платежей ждут вас
}
admin-refunding = { $count ->
    [one] возврат в пути
    [few] возврата в пути
   *[many] возвратов в пути
}
admin-waiting = заданий ждут или рисуются
admin-workers = { $count ->
    [one] художник рисует
    [few] художника рисуют
   *[many] художников рисуют
}
admin-workers-title = Художники
admin-worker = Художник
admin-device = На чём
admin-slots = Мест (долгие + быстрые)
admin-now = Сейчас
admin-queue = Очередь
admin-books = Последняя сверка книг: { $said }
admin-books-never = Книги ещё не сверялись.
admin-kinds = Задания за 30 дней
admin-no-sales = За последние 30 дней ничего не продано.
admin-sales-by-day = Продажи и возвраты по дням, { $currency }
admin-refunded-by = возвраты, { $till }
admin-people-by-day = Новые люди по дням
admin-people-new = новые люди
admin-jobs-by-day = Заказанные задания по дням
