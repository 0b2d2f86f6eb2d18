# Слова самой веб-страницы. `web-script-…` показывают её скрипты.

web-title = Mazok рисует ваши фотографии
web-description = Пришлите фотографию и любую картину: Mazok нарисует фотографию в её манере.
web-headline = Ваша фотография, написанная в манере любой картины.
web-drop-title = Перетащите сюда фото
web-drop-hint = или сразу фото и картину-стиль (вставить и выбрать тоже можно)
web-pick-title = Пришлите фото
web-pick-hint = или сразу фото и картину-стиль
web-drop-button = Выбрать картинку
web-drop-kinds = JPEG, PNG, HEIC, WebP … до { $mb } МБ
web-manners = Или начните с одной из этих манер
web-manner-choose = Рисовать в манере «{ $title }»
web-no-script = Этому чату нужен JavaScript: включите его, пожалуйста, для этой страницы.
web-skip = К полю сообщения

web-menu = Меню
web-menu-new = Новая
web-menu-works = Работы
web-menu-styles = Стили
web-menu-balance = Баланс
web-menu-language = Язык
web-menu-privacy = Приватность

web-conversation = Переписка
web-write = Написать сообщение
web-write-hint = Сообщение
web-attach = Добавить картинки
web-send = Отправить
web-tray = Картинки к отправке
web-tray-send = Отправить
web-tray-cancel = Отменить
web-drop-anywhere = Отпускайте
web-drop-anywhere-hint = Две картинки сразу: фото и стиль к нему
web-drop-onto = Новый стиль для этой картины

web-too-large = Слишком большой файл: я беру картинки до { $limit } МБ.
web-too-many = Слишком много сразу: не больше { $limit } картинок в одном сообщении.
web-too-slow = Загрузка слишком долго стояла на месте. Попробуйте ещё раз.
web-unclear = Не получилось это прочитать. Обновите страницу и попробуйте ещё раз.
web-busy = Сейчас не получается это сохранить. Попробуйте чуть позже.

web-script-title = Mazok
web-script-me = Вы
web-script-mazok = Mazok
web-script-photo = Фото
web-script-style = Стиль
web-script-make-photo = Пусть фото будет это
web-script-remove = Убрать
web-script-picture = Картинка
web-script-before = До
web-script-after = После
web-script-compare = Какая часть фотографии видна
web-script-download = Скачать
web-script-enlarge = Увеличить
web-script-close = Закрыть
web-script-progress = Готовность
web-script-sending = Отправляю
web-script-failed = Не удалось отправить.
web-script-retry = Ещё раз
web-script-offline = Нет связи. Пробую снова …
web-script-not-picture = «{ $name }» — не картинка.
web-script-too-large = «{ $name }» слишком большой: я беру картинки до { $mb } МБ.
web-script-too-many = Слишком много сразу: не больше { $files } картинок в одном сообщении.
