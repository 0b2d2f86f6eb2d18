# Что можно настроить. `option-ИМЯ` — название настройки, `option-ИМЯ-СЛОВО` — её значение, `about-ИМЯ` — строка пояснения.
options-which = Настройте, как рисовать. Нажмите на название, чтобы вернуть обычное значение.
option-value = { $title }: { $value }
option-of = { $title } { $number }
option-about = ▸ { $title }: { $about }
option-chosen = ✓ { $value }
option-on = да
option-off = нет
button-more-options = Ещё…

option-iterations = Итерации
about-iterations = чем их больше, тем тоньше работа
option-style-strength = Сила стиля
about-style-strength = при 0 фото почти не изменится, при 100 останется почти один стиль
option-style-scale = Размер мазков
about-style-scale = насколько крупными будут мазки и узоры
option-color-strength = Цвет
about-color-strength = при 0 фото остаётся серым, 100 — как считает художник, больше — ярче
option-warmth = Теплота
about-warmth = выше 0 средние тона теплее, ниже 0 холоднее
option-variants = Варианты
about-variants = из скольких результатов выбирать: где цвет не очевиден, каждый склоняется к своему

option-colors = Цвета
about-colors = из стиля или с фото: точно такие же, только общий тон или палитра
option-colors-style = из стиля
option-colors-luminance = точно с фото
option-colors-linear = в тон фото
option-colors-histogram = палитра фото

option-color-stage = Цвета фото
about-color-stage = когда взять, если они нужны: до — войдут в мазки, после — лягут поверх
option-color-stage-before = до рисования
option-color-stage-after = после рисования
option-style-weights = Доля стиля
about-style-weights = сколько взять от каждого стиля, в том порядке, в котором вы их выбрали
option-style-rotation = Повернуть стиль
about-style-rotation = мазки и узоры пойдут в другую сторону
option-style-colors = Цветов в стиле
about-style-colors = чем их меньше, тем больше похоже на плакат
option-style-colors-0 = все
option-statistic = Взять от стиля
about-statistic = что картина возьмёт от образца
option-statistic-strokes = мазки и цвета
option-statistic-gram = сочетания, как в первых работах
option-statistic-covariance = узор отдельно от цвета
option-statistic-mean = только тон и настроение
option-statistic-wasserstein = всё, как можно точнее
option-start = Начать
about-start = что лежит на холсте до первого мазка
option-start-photo = с фото
option-start-noise = с россыпи точек
option-start-style = со стиля
option-aim = Что рисовать
about-aim = картину по фото, узор из одного стиля или фото глазами художника
option-aim-painting = картину
option-aim-texture = узор стиля
option-aim-content = одно фото
option-shape = Форма
about-shape = квадрат для плиток и обоев или пропорции вашей картинки
option-shape-picture = как у картинки
option-shape-square = квадрат
option-coat = Шерсть
about-coat = какого цвета кот; у фото беру его собственные цвета, если не выбрать другие
option-coat-automatic = как получится
option-coat-tabby = полосатая
option-coat-ginger = рыжая
option-coat-black = чёрная
option-coat-grey = серая
option-coat-white = белая
option-ground = Вокруг кота
about-ground = что у кота за спиной
option-ground-automatic = как получится
option-ground-room = комната
option-ground-grass = трава
option-ground-dark = темнота
option-ground-light = светлая стена
option-ground-blue = что-то синее
option-drawn = Картинка — это
about-drawn = рисунок это или фото, я вижу сам; подскажите, если ошибусь
option-drawn-automatic = разберись сам
option-drawn-drawing = рисунок
option-drawn-photo = фото
option-line-detail = Линии с фото
about-line-detail = сколько линий я проведу по фото, прежде чем рисовать
option-seed = Случайность
about-seed = другое число — другая картина, то же число — та же самая

button-prepared = Показать подготовленный стиль
prepared-so = { $count ->
    [one] Так стиль выглядит рядом с вашей картиной: в размер будущих мазков, повёрнутый и в выбранных цветах.
    [few] Так стили выглядят рядом с вашей картиной: в размер будущих мазков, повёрнутые и в выбранных цветах.
   *[many] Так стили выглядят рядом с вашей картиной: в размер будущих мазков, повёрнутые и в выбранных цветах.
}
prepared-nothing = Один из стилей полностью прозрачный: рисовать им нечем.
