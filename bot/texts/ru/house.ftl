# Стили Мазка по именам их файлов. Название можно написать в подписи к фото.
house-batik = Батик
house-charcoal = Уголь
house-cubism = Кубизм
house-embroidery = Вышивка
house-engraving = Гравюра
house-mosaic = Мозаика
house-night = Звёздная ночь
house-orchard = Летние поля
house-pointillism = Пуантилизм
house-risograph = Ризография
house-stained_glass = Витраж
house-watercolor = Акварель
house-woodcut = Японская гравюра
