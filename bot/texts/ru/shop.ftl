# Покупки, оплата, возвраты.
command-buy = Купить премиум и HD
button-buy = 🛒 Купить
button-pay = Оплатить { $price }
button-other-pack = Выбрать другое

shop-which = Что возьмёте? Платите один раз, не сгорает. На вопросы об оплате отвечает /paysupport.
shop-closed = Здесь пока ничего нельзя купить. Бесплатные картины появляются каждый день.
shop-pack = { $what } — { $price }
shop-pay = { $what } за { $price }.

    Цена держится { $minutes } мин. Всё появится у вас, как только придёт оплата.
shop-bill = { $what } для Mazok
shop-till-busy = Касса сейчас не открывается, деньги не списаны. Попробуйте ещё раз через минуту.

goods-pack = { $what }

notice-paid = Спасибо! { $what } — оплачено { $amount }, уже у вас.
notice-renewed = Продлено: { $what }, оплачено { $amount }.
notice-paid-twice = Оплачено дважды: { $what }. Второй платёж ({ $amount }) вернётся сам.
notice-refunded = Вам вернулось { $amount } ({ $what }).

checkout-unknown = Этот счёт мне уже не знаком. Новый — по команде /buy.
checkout-not-yours = Это чужой счёт. Свой — по команде /buy.
checkout-changed = Цена уже другая. Новый счёт — по команде /buy.
checkout-paid = Этот счёт уже оплачен.
checkout-expired = Этот счёт устарел. Новый — по команде /buy.
checkout-busy = Сейчас я занят и не могу принять оплату. Деньги не списаны, попробуйте через минуту.

entry-purchase = покупка
entry-refund = возврат оплаты
