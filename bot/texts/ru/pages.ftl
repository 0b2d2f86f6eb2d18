# Страницы рядом с веб-чатом: цены, баланс, заказы.
pages-chat = Чат
pages-prices = Цены
pages-balance = Баланс
pages-orders = Заказы
pages-skip = К содержанию
pages-turn = Другие страницы списка

pages-prices-title = Цены
pages-prices-lead = Платите один раз, купленное не сгорает. Если картина не получилась, её стоимость вернётся сама; если вы остановили то, что оплачено итерациями, вернётся непрорисованное.
pages-daily = Бесплатно { $daily ->
    [one] { $daily } раз
    [few] { $daily } раза
   *[many] { $daily } раз
} в день
pages-buy = Купить в чате
pages-prices-hold = Показанная вам цена держится { $minutes } мин.
pages-subscription = Каждые 30 дней
pages-subscription-about = Продлевается само, пока не отмените; продаётся в Telegram.
pages-in-stars = ({ $stars })
pages-prints = На холсте
pages-prints-about = Любая ваша картина HD, доставка включена. Заказ — в чате, под картиной.
pages-canvas = { $width } × { $height } см

pages-balance-title = Мой баланс
pages-buy-more = Цены и пакеты
pages-journal = Что пришло и ушло (время UTC)
pages-journal-at = Когда
pages-journal-what = Что
pages-journal-why = Почему
pages-journal-empty = Пока пусто.
pages-nobody = Здесь пока пусто: баланс появится с первой фотографией. Несколько картин в день — бесплатно.
pages-begin = Прислать фото

pages-orders-title = Мои заказы
pages-orders-none = Вы пока ничего не покупали.
pages-to-prices = Посмотреть цены
pages-order-at = Заказано { $at } (UTC)
pages-order-open = Ждём оплату. Цена держится до { $at } (UTC).
pages-order-paid = Оплачено { $at } (UTC).
pages-order-expired = Не оплачено.
pages-order-canceled = Отменено.
pages-order-refunded = Деньги вернулись { $at } (UTC).
pages-order-refunding = { $amount } возвращается вам.
pages-order-held = Мы получили { $amount } и разбираемся: что-то не сходится со счётом.
pages-order-awaited = Только что оплатили? Подтверждение обычно приходит за минуту, страница обновится сама. Её можно закрыть: чат тоже сообщит.
pages-order-help = Вопросы об оплате? Напишите в чате /paysupport.
