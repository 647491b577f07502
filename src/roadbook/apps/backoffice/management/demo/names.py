"""Plainly made-up people, firms and cars for the demo book. Nobody here exists."""

from __future__ import annotations

MEN = {
    "BG": ["Иван", "Георги", "Димитър", "Петър", "Николай", "Стоян", "Явор", "Румен", "Калин", "Тодор"],
    "PL": ["Jan", "Piotr", "Łukasz", "Michał", "Żelisław", "Wojciech", "Oskar", "Bartosz"],
    "RU": ["Иван", "Пётр", "Алексей", "Фёдор", "Сергей", "Юрий"],
}
WOMEN = {
    "BG": ["Мария", "Десислава", "Елена", "Виолета", "Снежана", "Ивелина", "Цветана", "Радка"],
    "PL": ["Anna", "Małgorzata", "Zofia", "Agnieszka", "Łucja", "Katarzyna"],
    "RU": ["Мария", "Елена", "Ольга", "Ксения", "Татьяна"],
}
FATHERS = {
    "BG": ["Иванов", "Георгиев", "Петров", "Стоянов", "Тодоров", "Николов", "Асенов", "Любенов"],
    "PL": [""],
    "RU": ["Иванов", "Петров", "Алексеев", "Сергеев", "Юрьев"],
}
SURNAMES = {
    "BG": [
        "Примеров",
        "Образцов",
        "Измислев",
        "Кормилов",
        "Спирачков",
        "Фаров",
        "Капаков",
        "Гумев",
        "Радиаторов",
        "Съединителев",
        "Багажников",
        "Чистачков",
        "Маслев",
        "Калников",
    ],
    "PL": [
        "Przykładowski",
        "Zmyślony",
        "Kierownicki",
        "Hamulcowski",
        "Reflektorski",
        "Oponowski",
        "Sprzęgłowski",
        "Żarówkowski",
        "Błotnicki",
    ],
    "RU": ["Примеров", "Выдумкин", "Рулёв", "Тормозов", "Фаркин", "Шинкин", "Багажников"],
}
FIRMS = {
    "BG": [
        "Бетон Пример ЕООД",
        "Пекарна Измислица ООД",
        "Еко Куриер Образец ЕООД",
        "Аптека Пример ЕТ",
        "Дърво и Пример ООД",
    ],
    "PL": ["Stolarnia Przykład Sp. z o.o.", "Piekarnia Zmyślona S.A.", "Transport Przykładowy Sp. z o.o."],
    "RU": ["ООО «Пример Транс»", "ООО «Выдумка Строй»"],
}
STREETS = {
    "BG": ["ул. Примерна", "бул. Измислен", "ул. Образцова", "ул. Кормилна"],
    "PL": ["ul. Przykładowa", "al. Zmyślona", "ul. Kierownicza"],
    "RU": ["ул. Примерная", "пр-т Выдуманный", "ул. Рулевая"],
}
CARS = [
    ("Toyota", "Corolla", "TS 1.8 Hybrid", 2_690_000, 90, 1798, "petrol"),
    ("Škoda", "Octavia", "Combi 2.0 TDI", 2_980_000, 110, 1968, "diesel"),
    ("Ford", "Transit Custom", "2.0 EcoBlue", 3_450_000, 96, 1995, "diesel"),
    ("Dacia", "Duster", "1.3 TCe", 2_040_000, 96, 1332, "petrol"),
    ("Volkswagen", "Golf", "1.5 TSI", 2_720_000, 110, 1498, "petrol"),
    ("Renault", "Clio", "1.0 TCe", 1_780_000, 67, 999, "petrol"),
    ("Hyundai", "Tucson", "1.6 T-GDI", 3_190_000, 118, 1598, "petrol"),
    ("Kia", "Ceed", "1.5 T-GDI", 2_310_000, 118, 1482, "petrol"),
    ("Opel", "Vivaro", "2.0 Diesel", 3_080_000, 106, 1997, "diesel"),
    ("Peugeot", "308", "1.2 PureTech", 2_450_000, 96, 1199, "petrol"),
    ("Mazda", "CX-5", "2.0 Skyactiv-G", 3_360_000, 121, 1998, "petrol"),
    ("Fiat", "Ducato", "2.2 MultiJet", 3_590_000, 103, 2184, "diesel"),
]
COLOURS = {
    "BG": ["бял", "сребрист", "сив", "син", "червен", "черен"],
    "PL": ["biały", "srebrny", "szary", "niebieski", "czerwony", "czarny"],
    "RU": ["белый", "серебристый", "серый", "синий", "красный", "чёрный"],
}
INTERIORS = {
    "BG": ["тъмен плат", "черна кожа", "светъл плат"],
    "PL": ["ciemna tkanina", "czarna skóra", "jasna tkanina"],
    "RU": ["тёмная ткань", "чёрная кожа", "светлая ткань"],
}
