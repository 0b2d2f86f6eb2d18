# Тарифы, цены, баланс, журнал.
tier-free = Бесплатно
tier-premium = Премиум
tier-hd = HD
tier-which = Как рисуем?
tier-is = ▸ { $tier }
tier-size = до { $side } px, { $iterations ->
    [one] { $iterations } итерация
    [few] { $iterations } итерации
   *[many] { $iterations } итераций
}
tier-size-range = до { $side } px, от { $low } до { $high } итераций на ваш выбор

price-daily = Бесплатно { $daily ->
    [one] { $daily } раз
    [few] { $daily } раза
   *[many] { $daily } раз
} в день, сегодня осталось: { $have }
price-pack = { $what } — { $price }
price-packs = { $packs }. У вас: { $have }

price-run = Стоит: { $price }. У вас: { $have }

missing-daily = На сегодня бесплатные картины закончились. Новые появятся { $wait }, а ваш выбор я пока сохраню.
missing-daily-album = Это больше, чем осталось на сегодня: { $have }. Новые появятся { $wait }, а ваш выбор я пока сохраню.
missing-bought = Не хватает: { $missing }. Цены: { $packs }.

asset-free-run = { $count ->
    [one] { $count } бесплатная картина
    [few] { $count } бесплатные картины
   *[many] { $count } бесплатных картин
}
asset-premium-run = { $count ->
    [one] { $count } премиум-картина
    [few] { $count } премиум-картины
   *[many] { $count } премиум-картин
}
asset-hd-iteration = { $count ->
    [one] { $count } HD-итерация
    [few] { $count } HD-итерации
   *[many] { $count } HD-итераций
}

in-hours = { $hours ->
    [one] через { $hours } час
    [few] через { $hours } часа
   *[many] через { $hours } часов
}
in-minutes = { $minutes ->
    [one] через { $minutes } минуту
    [few] через { $minutes } минуты
   *[many] через { $minutes } минут
}

balance-yours = Ваш баланс
balance-line = { $tier }: { $what }
balance-renewed = Бесплатные картины обновятся { $wait }.
balance-journal = Последние операции (время UTC)
entry-daily = на сегодня
entry-reserve = заказ
entry-capture = вернулось после заказа
entry-release = возврат
entry-gift = подарок
