# Холсты: выбор, адрес, заказ; все заказы.
button-canvas = 🖼 Заказать холст
prints-closed = Здесь пока нельзя заказать холст.
prints-alone = Давайте сделаем это в личном чате со мной: адрес больше никому видеть не нужно. Картина ждёт там в /works.
prints-which = На каком холсте? Натянут на подрамник, готов повесить; цена вместе с доставкой.
prints-dpi = { $width } × { $height } см: { $dpi } точек на дюйм — { $word }
prints-sharp = чётко
prints-fair = чётко с шага
prints-soft-word = мягко
prints-soft = «Мягко» значит: точек у картины мало для такого холста, и вблизи контуры размыты. Чётче будет холст поменьше или картина побольше.
prints-size = { $width } × { $height } см — { $price }
prints-crop = Холст { $width } × { $height } см, { $price } с доставкой.

    Слева — что из картины попадёт на холст, справа — как он будет висеть. На каждый край подрамника уходит { $wrap } см зеркального отражения, чтобы спереди ничего не потерялось.
button-crop-left = ← Левее
button-crop-right = Правее →
button-crop-up = ↑ Выше
button-crop-down = Ниже ↓
button-crop-middle = По центру
button-where-to = Куда доставить?
button-other-canvas = Другой размер

parcel-form = Куда доставить? Напишите три строки одним сообщением или по очереди:

    имя и фамилия
    телефон
    страна, индекс, город, улица, дом, квартира

    Всё хранится зашифрованным, читают только те, кто делает и доставляет холст. На следующий раз я запомню.
parcel-ask-name = Имя и фамилия получателя?
parcel-ask-phone = Телефон для курьера?
parcel-ask-address = И адрес: страна, индекс, город, улица, дом, квартира?
parcel-bad-name = Не похоже на имя. Напишите имя и фамилию, без цифр.
parcel-bad-phone = Не похоже на телефон. Напишите с кодом: +7 900 000-00-00
parcel-bad-address = Для адреса это слишком коротко или слишком длинно. Напишите страну, индекс, город, улицу, дом, квартиру.
parcel-summary = Холст { $width } × { $height } см, { $price } с доставкой.

    { $name }
    { $phone }
    { $address }

    После оплаты холст идёт в производство; я напишу о каждом шаге и пришлю трек-номер. Где он сейчас — в /orders. Пока его не начали делать, заказ можно отменить, и все деньги вернутся.
button-order-canvas = Заказать и оплатить { $price }
button-other-address = Другой адрес
button-my-order = Мой заказ
shop-pay-print = { $what } за { $price } с доставкой.

    Цена держится { $minutes } мин. Я напишу, как только придёт оплата.
goods-print = Холст { $width_cm } × { $height_cm } см

print-ordered = ещё не оплачен
print-paid = оплачен, скоро в производство
print-in-production = в производстве
print-sent = отправлен
print-delivered = доставлен
print-returned = вернулся
print-canceled = отменён
print-track = Трек-номер: { $track }
print-told-paid = { $what }: заказ принят. Дальше производство; до его начала заказ можно отменить в /orders.
print-told-in-production = { $what } — в производстве.
print-told-sent = { $what } — уже едет к вам.
print-told-delivered = { $what } — доставлен. Пусть радует!
print-told-returned = { $what } вернулся к нам. Деньги вернутся вам.
print-told-canceled = { $what }: заказ отменён. Что оплачено, вернётся вам.

command-orders = Заказы и доставка
orders-none = Вы ещё ничего не покупали.
orders-mine = Ваши заказы. Номер открывает заказ.
orders-gone = Этого заказа здесь больше нет.
orders-open = ещё не оплачено
orders-expired = не оплачено
orders-canceled = отменено
orders-paid = оплачено
orders-refunding = деньги возвращаются
orders-held = оплату проверяют
orders-refunded = деньги вернулись
orders-cancel = Отменить? { $what }, ничего не оплачено.
orders-cancel-paid = Отменить? { $what }, вам вернётся { $price }.
orders-too-late = Уже поздно: холст делают или везут. С вопросами поможет /paysupport.
button-cancel-canvas = Отменить заказ
button-cancel-order = Да, отменить
button-keep-order = Оставить
button-all-orders = Все заказы
prints-forget = Оплаченный холст ещё на пути к вам. Его всё равно сделают и отправят, а картинка и адрес удалятся, когда он будет доставлен. Если он не нужен, сначала отмените его: /orders
