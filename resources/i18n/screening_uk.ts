<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="uk" sourcelanguage="en">
<context>
    <name>AssessmentPage</name>
    <message>
        <source>Back to the questions</source>
        <translation>Назад до запитань</translation>
    </message>
    <message>
        <source>To consent</source>
        <translation>До згоди</translation>
    </message>
    <message>
        <source>Your judgement</source>
        <translation>Ваше судження</translation>
    </message>
    <message>
        <source>Reason, if you do not agree</source>
        <translation>Причина, якщо не погоджуєтеся</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Терміново</translation>
    </message>
    <message>
        <source>A person may be in danger now. Call first; the packet can follow.</source>
        <translation>Людині може загрожувати небезпека просто зараз. Спершу подзвоніть, пакет зачекає.</translation>
    </message>
    <message>
        <source>Whom to call</source>
        <translation>Кому дзвонити</translation>
    </message>
    <message>
        <source>None of the remaining answers can change this result.</source>
        <translation>Жодна з решти відповідей уже не може змінити цей висновок.</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) need not be asked.</source>
        <translation>
            <numerusform>%n запитання можна не ставити.</numerusform>
            <numerusform>%n запитання можна не ставити.</numerusform>
            <numerusform>%n запитань можна не ставити.</numerusform>
        </translation>
    </message>
    <message>
        <source>You can stop here.</source>
        <translation>Тут можна зупинитися.</translation>
    </message>
    <message>
        <source>Why this result</source>
        <translation>Чому такий висновок</translation>
    </message>
    <message>
        <source>An indicator is not proof</source>
        <translation>Ознака — ще не доказ</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Разом</translation>
    </message>
    <message>
        <source>Could still change it</source>
        <translation>Ще може змінити</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Невідомо</translation>
    </message>
    <message>
        <source>All dimensions</source>
        <translation>Усі виміри</translation>
    </message>
    <message>
        <source>You may raise it yourself; lowering takes a supervisor.</source>
        <translation>Підвищити можна самостійно; знизити — лише разом із наглядачем.</translation>
    </message>
    <message>
        <source>I agree with the result</source>
        <translation>Погоджуюся з висновком</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далі</translation>
    </message>
    <message>
        <source>Consent for each recipient</source>
        <translation>Згода на кожного отримувача</translation>
    </message>
    <message>
        <source>Referral</source>
        <translation>Направлення</translation>
    </message>
    <message>
        <source>Say in one sentence why.</source>
        <translation>Поясніть одним реченням чому.</translation>
    </message>
</context>
<context>
    <name>Attacher</name>
    <message>
        <source>A file for this question</source>
        <translation>Файл до цього запитання</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Усі файли</translation>
    </message>
    <message>
        <source>This file cannot be read</source>
        <translation>Цей файл не читається</translation>
    </message>
    <message>
        <source>Nothing was changed. Is the drive still there? Try again, or choose another file.</source>
        <translation>Нічого не змінено. Чи носій ще на місці? Спробуйте ще раз або виберіть інший файл.</translation>
    </message>
    <message>
        <source>This file is too large, or empty</source>
        <translation>Цей файл завеликий або порожній</translation>
    </message>
    <message>
        <source>Nothing was changed. Choose a smaller file, or a shorter recording.</source>
        <translation>Нічого не змінено. Виберіть менший файл або коротший запис.</translation>
    </message>
    <message>
        <source>This is not a picture that can be drawn upon</source>
        <translation>Це не зображення, на якому можна малювати</translation>
    </message>
    <message>
        <source>Nothing was changed. Choose a PNG or JPEG picture.</source>
        <translation>Нічого не змінено. Виберіть зображення PNG або JPEG.</translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>Yes, this was done</source>
        <translation>Так, це зроблено</translation>
    </message>
    <message>
        <source>There is nothing to choose here now. An earlier answer decides what is offered.</source>
        <translation>Зараз тут нема з чого вибирати. Що пропонується, залежить від попередньої відповіді.</translation>
    </message>
</context>
<context>
    <name>Caution</name>
    <message>
        <source>Better not recorded here: {what}. Say it in general words.</source>
        <translation>Цього краще не записувати: {what}. Скажіть загальними словами.</translation>
    </message>
    <message>
        <source>another person&apos;s name</source>
        <translation>ім’я іншої людини</translation>
    </message>
    <message>
        <source>a military unit</source>
        <translation>військова частина</translation>
    </message>
    <message>
        <source>positions or movements</source>
        <translation>позиції чи переміщення</translation>
    </message>
    <message>
        <source>draft status</source>
        <translation>військовий облік</translation>
    </message>
    <message>
        <source>relatives in occupied territory</source>
        <translation>рідні на окупованій території</translation>
    </message>
    <message>
        <source>who helped to leave</source>
        <translation>хто допоміг виїхати</translation>
    </message>
    <message>
        <source>views or collaboration</source>
        <translation>погляди чи співпраця</translation>
    </message>
    <message>
        <source>intelligence</source>
        <translation>розвідка</translation>
    </message>
</context>
<context>
    <name>CheckPage</name>
    <message>
        <source>Back to the questions</source>
        <translation>Назад до запитань</translation>
    </message>
    <message>
        <source>Finish and assess</source>
        <translation>Завершити й оцінити</translation>
    </message>
    <message>
        <source>Check answers</source>
        <translation>Перевірити відповіді</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) are still needed before this can be finished</source>
        <translation>
            <numerusform>Щоб завершити, потрібна ще %n відповідь</numerusform>
            <numerusform>Щоб завершити, потрібні ще %n відповіді</numerusform>
            <numerusform>Щоб завершити, потрібно ще %n відповідей</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is saved. You can also stop the conversation at any time, without them.</source>
        <translation>Усе збережено. Розмову можна зупинити будь-коли й без них.</translation>
    </message>
    <message>
        <source>To the assessment</source>
        <translation>До висновку</translation>
    </message>
    <message>
        <source>Did not want to answer</source>
        <translation>Відмовилася відповідати</translation>
    </message>
    <message>
        <source>Does not know</source>
        <translation>Не знає</translation>
    </message>
    <message>
        <source>Not asked</source>
        <translation>Не запитували</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Глянути</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Змінити</translation>
    </message>
    <message>
        <source>Tab — to the next answer · Enter — go on</source>
        <translation>Tab — наступна відповідь · Enter — далі</translation>
    </message>
</context>
<context>
    <name>ChoiceTable</name>
    <message>
        <source>Does not want to answer</source>
        <translation>Не хоче відповідати</translation>
    </message>
    <message>
        <source>Does not know</source>
        <translation>Не знає</translation>
    </message>
    <message>
        <source>Not asked</source>
        <translation>Не запитано</translation>
    </message>
</context>
<context>
    <name>ConsentPage</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Preview the PDF</source>
        <translation>Переглянути PDF</translation>
    </message>
    <message>
        <source>Sign and queue</source>
        <translation>Підписати й поставити в чергу</translation>
    </message>
    <message>
        <source>Whom the person allows to be told</source>
        <translation>Кому людина дозволяє передати</translation>
    </message>
    <message>
        <source>Explain in the person&apos;s language, aloud; let it be repeated in own words. Help does not depend on it.</source>
        <translation>Поясніть мовою людини, уголос; нехай повторить своїми словами. Допомога від цього не залежить.</translation>
    </message>
    <message>
        <source>Consent can be withdrawn until the packet is handed over; after that a withdrawal is sent on.</source>
        <translation>Згоду можна відкликати, доки пакет не передано; після передачі надсилається відкликання.</translation>
    </message>
    <message>
        <source>How it was given</source>
        <translation>Як засвідчено</translation>
    </message>
    <message>
        <source>In writing</source>
        <translation>Письмово</translation>
    </message>
    <message>
        <source>Orally, with a witness</source>
        <translation>Усно, при свідку</translation>
    </message>
    <message>
        <source>Who will see what</source>
        <translation>Хто що побачить</translation>
    </message>
    <message>
        <source>The packet for each holds only what it needs.</source>
        <translation>Пакет кожного отримувача містить лише те, що йому потрібно.</translation>
    </message>
    <message>
        <source>A warning that goes with every packet</source>
        <translation>Застереження, що йде з кожним пакетом</translation>
    </message>
    <message>
        <source>For example: do not call the old number; do not tell the family. Enter adds it.</source>
        <translation>Наприклад: не телефонувати на старий номер; не повідомляти родині. Enter додає.</translation>
    </message>
    <message numerus="yes">
        <source>%n packet(s) will be made</source>
        <translation>
            <numerusform>Буде створено %n пакет</numerusform>
            <numerusform>Буде створено %n пакети</numerusform>
            <numerusform>Буде створено %n пакетів</numerusform>
        </translation>
    </message>
    <message>
        <source>No packet will be made.</source>
        <translation>Пакета не буде.</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Так</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Ні</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Пізніше</translation>
    </message>
    <message>
        <source>Arrows and Space — choose · Tab — next · Ctrl Enter — sign and queue</source>
        <translation>Стрілки й пробіл — вибрати · Tab — далі · Ctrl Enter — підписати</translation>
    </message>
</context>
<context>
    <name>DrawingAnswer</name>
    <message>
        <source>Undo the last stroke</source>
        <translation>Прибрати останню лінію</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Стерти</translation>
    </message>
    <message>
        <source>Picture from a file…</source>
        <translation>Зображення з файлу…</translation>
    </message>
    <message>
        <source>With a mouse, a pen or a finger. Who cannot draw here may sign on paper: choose its picture.</source>
        <translation>Мишею, пером або пальцем. Хто не може малювати тут, підписує на папері: виберіть його зображення.</translation>
    </message>
    <message>
        <source>Keep the signature</source>
        <translation>Зберегти підпис</translation>
    </message>
    <message>
        <source>Keep the drawing</source>
        <translation>Зберегти малюнок</translation>
    </message>
    <message>
        <source>Paper to sign on</source>
        <translation>Аркуш для підпису</translation>
    </message>
    <message>
        <source>Paper to draw on</source>
        <translation>Аркуш для малюнка</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>Rule</source>
        <translation>Правило</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Джерело</translation>
    </message>
</context>
<context>
    <name>FileAnswer</name>
    <message>
        <source>Choose a file…</source>
        <translation>Вибрати файл…</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Забрати відповідь</translation>
    </message>
    <message>
        <source>A picture from a disk or a drive. This program uses no camera.</source>
        <translation>Зображення з диска або носія. Камерою програма не користується.</translation>
    </message>
    <message>
        <source>A recording from a disk or a drive. This program uses no microphone.</source>
        <translation>Запис із диска або носія. Мікрофоном програма не користується.</translation>
    </message>
    <message>
        <source>A film from a disk or a drive. This program uses no camera.</source>
        <translation>Відео з диска або носія. Камерою програма не користується.</translation>
    </message>
    <message>
        <source>A file from a disk or a drive.</source>
        <translation>Файл із диска або носія.</translation>
    </message>
    <message>
        <source>Choose another…</source>
        <translation>Вибрати інший…</translation>
    </message>
</context>
<context>
    <name>FirstLineDesk</name>
    <message>
        <source>First line</source>
        <translation>Перша лінія</translation>
    </message>
    <message>
        <source>In memory only, without a name: a crash loses this check alone</source>
        <translation>Лише в пам’яті, без імені: збій забере тільки цю перевірку</translation>
    </message>
    <message>
        <source>Two minutes are over. Keep nobody longer here: to the end with E</source>
        <translation>Минуло дві хвилини. Не затримуйте людину: до підсумку E</translation>
    </message>
    <message>
        <source>Second line is certain already. The rest need not be asked: E</source>
        <translation>Друга лінія вже певна. Решту можна не питати: E</translation>
    </message>
    <message>
        <source>Choose what fits, or the last line.</source>
        <translation>Виберіть те, що підходить, або останній рядок.</translation>
    </message>
    <message>
        <source>The person&apos;s language</source>
        <translation>Мова людини</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Begin the child&apos;s form here</source>
        <translation>Почати дитячу анкету тут</translation>
    </message>
    <message>
        <source>Begin second line here</source>
        <translation>Почати другу лінію тут</translation>
    </message>
    <message>
        <source>What was noticed goes over as observed; nothing is asked twice.</source>
        <translation>Помічене перейде як побачене; двічі нічого не питають.</translation>
    </message>
    <message>
        <source>Only a count remains: the day, the way of travelling, the end.</source>
        <translation>Лишиться тільки число: день, чим їхали, чим скінчилося.</translation>
    </message>
    <message>
        <source>Prepare the urgent packet</source>
        <translation>Підготувати терміновий пакет</translation>
    </message>
    <message>
        <source>After the call. Two more keys.</source>
        <translation>Після дзвінка. Ще дві клавіші.</translation>
    </message>
    <message>
        <source>Help is here; next traveller</source>
        <translation>Допомога вже тут; наступна людина</translation>
    </message>
    <message>
        <source>A colleague takes over; next traveller</source>
        <translation>Далі веде колега; наступна людина</translation>
    </message>
    <message>
        <source>Next traveller</source>
        <translation>Наступна людина</translation>
    </message>
    <message>
        <source>Show the numbers</source>
        <translation>Показати номери</translation>
    </message>
    <message>
        <source>There is another reason for second line</source>
        <translation>Є інша причина для другої лінії</translation>
    </message>
    <message>
        <source>Urgent: call now</source>
        <translation>Терміново: телефонуйте зараз</translation>
    </message>
    <message>
        <source>Nothing is lost: what was noticed goes into the packet.</source>
        <translation>Нічого не пропаде: помічене ввійде до пакета.</translation>
    </message>
    <message>
        <source>Numbers for the road</source>
        <translation>Номери в дорогу</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Counted, nothing else kept</source>
        <translation>Пораховано, більше нічого не збережено</translation>
    </message>
</context>
<context>
    <name>FirstLinePage</name>
    <message>
        <source>Refuses</source>
        <translation>Відмовляється</translation>
    </message>
    <message>
        <source>Does not know</source>
        <translation>Не знає</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Терміново</translation>
    </message>
    <message>
        <source>The person&apos;s language</source>
        <translation>Мова людини</translation>
    </message>
    <message>
        <source>Enough, to the end</source>
        <translation>Досить, до підсумку</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далі</translation>
    </message>
    <message>
        <source>Call now</source>
        <translation>Телефонуйте зараз</translation>
    </message>
    <message>
        <source>A digit answers and goes on · Backspace — back · nothing is saved until the end</source>
        <translation>Цифра відповідає й веде далі · Backspace — назад · до кінця нічого не зберігається</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Language</source>
        <translation>Мова</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Роль</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Пункт</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Парольна фраза</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далі</translation>
    </message>
    <message>
        <source>Station code</source>
        <translation>Код пункту</translation>
    </message>
    <message>
        <source>How this post is called in packets, for example “Post 14”. No person&apos;s name.</source>
        <translation>Як цей пункт зветься в пакетах, наприклад «Пункт 14». Без імен людей.</translation>
    </message>
    <message>
        <source>At least four words that do not belong together. Nobody can restore it for you.</source>
        <translation>Щонайменше чотири слова, не пов’язані між собою. Відновити її за вас ніхто не зможе.</translation>
    </message>
    <message>
        <source>The same passphrase again</source>
        <translation>Та сама фраза ще раз</translation>
    </message>
    <message>
        <source>The workplace is being made</source>
        <translation>Робоче місце створюється</translation>
    </message>
    <message>
        <source>Make the workplace</source>
        <translation>Створити робоче місце</translation>
    </message>
    <message>
        <source>Who works here?</source>
        <translation>Хто тут працює?</translation>
    </message>
    <message>
        <source>One workplace has one role. It decides which desk opens.</source>
        <translation>Одне робоче місце має одну роль. Від неї залежить, що відкриється.</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>Офіцер</translation>
    </message>
    <message>
        <source>Talks with people, records, refers.</source>
        <translation>Розмовляє з людьми, записує, направляє.</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Наглядач</translation>
    </message>
    <message>
        <source>Takes in packets, checks them, decides, answers.</source>
        <translation>Приймає пакети, перевіряє, вирішує, відповідає.</translation>
    </message>
    <message>
        <source>What is this workplace called?</source>
        <translation>Як зветься це робоче місце?</translation>
    </message>
    <message>
        <source>Choose a passphrase</source>
        <translation>Виберіть парольну фразу</translation>
    </message>
    <message>
        <source>It is the only key to what is stored here. Without it nothing can be read by anyone.</source>
        <translation>Це єдиний ключ до того, що тут зберігається. Без неї ніхто нічого не прочитає.</translation>
    </message>
    <message>
        <source>Type the code of this post.</source>
        <translation>Введіть код цього пункту.</translation>
    </message>
    <message numerus="yes">
        <source>At least %n character(s), better four or more words.</source>
        <translation>
            <numerusform>Щонайменше %n знак, краще чотири слова або більше.</numerusform>
            <numerusform>Щонайменше %n знаки, краще чотири слова або більше.</numerusform>
            <numerusform>Щонайменше %n знаків, краще чотири слова або більше.</numerusform>
        </translation>
    </message>
    <message>
        <source>The two are not the same. Type the passphrase again.</source>
        <translation>Фрази не збігаються. Введіть її ще раз.</translation>
    </message>
    <message>
        <source>The workplace is being made.</source>
        <translation>Робоче місце створюється.</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>F — first line · S — second line · F2 — urgent · E — send or write what waits</source>
        <translation>F — перша лінія · S — друга лінія · F2 — терміново · E — надіслати або записати те, що чекає</translation>
    </message>
    <message>
        <source>Start a screening</source>
        <translation>Почати скринінг</translation>
    </message>
    <message>
        <source>Second line: a talk in private, 10 to 30 min</source>
        <translation>Друга лінія: розмова наодинці, 10–30 хв</translation>
    </message>
    <message>
        <source>Quick check</source>
        <translation>Швидка перевірка</translation>
    </message>
    <message>
        <source>First line: up to 2 minutes, without a name</source>
        <translation>Перша лінія: до 2 хвилин, без імені</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Потребує вас</translation>
    </message>
    <message>
        <source>Go on with</source>
        <translation>Продовжити</translation>
    </message>
    <message>
        <source>No interview is open</source>
        <translation>Незавершених розмов немає</translation>
    </message>
    <message>
        <source>Press S to start one. It is saved after each answer.</source>
        <translation>Натисніть S, щоб почати. Кожна відповідь одразу зберігається.</translation>
    </message>
    <message>
        <source>Handing over</source>
        <translation>Передача</translation>
    </message>
    <message>
        <source>Wait to be sent</source>
        <translation>Чекають на передачу</translation>
    </message>
    <message>
        <source>Written or sent, no answer yet</source>
        <translation>Передано, відповіді ще немає</translation>
    </message>
    <message>
        <source>Confirmed by receipt</source>
        <translation>Підтверджено</translation>
    </message>
    <message>
        <source>Send or write to a drive</source>
        <translation>Передати або записати</translation>
    </message>
    <message>
        <source>Nothing waits.</source>
        <translation>Нічого не чекає.</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>Телефони</translation>
    </message>
</context>
<context>
    <name>InboxPage</name>
    <message>
        <source>Inbox</source>
        <translation>Вхідні</translation>
    </message>
    <message>
        <source>Packets are being checked</source>
        <translation>Пакети перевіряються</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Перевірка</translation>
    </message>
    <message>
        <source>From where, and what it means</source>
        <translation>Звідки й що це означає</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Отримано</translation>
    </message>
    <message>
        <source>No packets yet</source>
        <translation>Пакетів ще немає</translation>
    </message>
    <message>
        <source>Put in a drive, or press Ctrl O to choose a file.</source>
        <translation>Вставте носій або натисніть Ctrl O, щоб вибрати файл.</translation>
    </message>
    <message>
        <source>Drop a file or folder here, or</source>
        <translation>Перетягніть сюди файл чи теку або</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Вибрати файл…</translation>
    </message>
    <message>
        <source>Choose a folder or drive…</source>
        <translation>Вибрати теку чи носій…</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Що робити</translation>
    </message>
    <message>
        <source>Details for a specialist</source>
        <translation>Докладно для фахівця</translation>
    </message>
    <message>
        <source>Open the packet</source>
        <translation>Відкрити пакет</translation>
    </message>
    <message numerus="yes">
        <source>Write %n receipt(s)…</source>
        <translation>
            <numerusform>Записати %n підтвердження…</numerusform>
            <numerusform>Записати %n підтвердження…</numerusform>
            <numerusform>Записати %n підтверджень…</numerusform>
        </translation>
    </message>
    <message>
        <source>No receipt waits to be written.</source>
        <translation>Немає підтверджень, які чекають на запис.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message>
        <source>↑ ↓ — choose · Enter — open · Ctrl O — take in a file</source>
        <translation>↑ ↓ — вибрати · Enter — відкрити · Ctrl O — прийняти файл</translation>
    </message>
</context>
<context>
    <name>IndicatorPanel</name>
    <message>
        <source>Most telling question now</source>
        <translation>Найважливіше запитання зараз</translation>
    </message>
    <message>
        <source>Go to this question</source>
        <translation>До цього запитання</translation>
    </message>
    <message>
        <source>Indicators</source>
        <translation>Ознаки</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Згорнути</translation>
    </message>
    <message>
        <source>An indicator is not proof. The person does not see this.</source>
        <translation>Ознака — ще не доказ. Людина цього не бачить.</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Ще невідомо</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>сильна</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>середня</translation>
    </message>
    <message>
        <source>weak</source>
        <translation>слабка</translation>
    </message>
    <message>
        <source>You can stop here. None of the remaining answers can change the result.</source>
        <translation>Тут можна зупинитися. Жодна з решти відповідей уже не може змінити висновок.</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) need not be asked.</source>
        <translation>
            <numerusform>%n запитання можна не ставити.</numerusform>
            <numerusform>%n запитання можна не ставити.</numerusform>
            <numerusform>%n запитань можна не ставити.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Indicators · %n, not proof</source>
        <translation>
            <numerusform>Ознаки · %n, ще не доказ</numerusform>
            <numerusform>Ознаки · %n, ще не доказ</numerusform>
            <numerusform>Ознаки · %n, ще не доказ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InterviewDesk</name>
    <message>
        <source>Practice</source>
        <translation>Навчальна</translation>
    </message>
    <message>
        <source>Section {section} of {sections} · {name} · question {number} of {of}</source>
        <translation>Розділ {section} із {sections} · {name} · запитання {number} з {of}</translation>
    </message>
    <message>
        <source>{n} skipped</source>
        <translation>{n} пропущено</translation>
    </message>
    <message>
        <source>question {n} of {of}</source>
        <translation>запитання {n} з {of}</translation>
    </message>
    <message>
        <source>Remove this entry?</source>
        <translation>Вилучити цей запис?</translation>
    </message>
    <message>
        <source>Its answers no longer count. They stay readable in the case&apos;s history.</source>
        <translation>Його відповіді більше не враховуються. В історії справи вони залишаться.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Вилучити</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>Збережено {time}</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Не збережено</translation>
    </message>
    <message>
        <source>Not saved: {what}</source>
        <translation>Не збережено: {what}</translation>
    </message>
    <message>
        <source>The answers are still on the screen.</source>
        <translation>Відповіді ще на екрані.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Спробувати ще</translation>
    </message>
    <message>
        <source>An answer is needed</source>
        <translation>Потрібна відповідь</translation>
    </message>
</context>
<context>
    <name>InterviewPage</name>
    <message>
        <source>Refuses</source>
        <translation>Відмовляється</translation>
    </message>
    <message>
        <source>Does not know</source>
        <translation>Не знає</translation>
    </message>
    <message>
        <source>Skip…</source>
        <translation>Пропустити…</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Нотатка</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далі</translation>
    </message>
    <message>
        <source>Digits 1 to 9 — answer · Ctrl F — find a question</source>
        <translation>Цифри 1–9 — відповідь · Ctrl F — знайти запитання</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Keys and trust</source>
        <translation>Ключі й довіра</translation>
    </message>
    <message>
        <source>Write a request…</source>
        <translation>Записати запит…</translation>
    </message>
    <message>
        <source>Install a file…</source>
        <translation>Встановити файл…</translation>
    </message>
    <message>
        <source>This workplace</source>
        <translation>Це робоче місце</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Пункт</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Сертифікат</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>ще немає</translation>
    </message>
    <message>
        <source>Words of this key</source>
        <translation>Слова цього ключа</translation>
    </message>
    <message>
        <source>They are made with the first request.</source>
        <translation>З’являться з першим запитом.</translation>
    </message>
    <message>
        <source>1. Write a request and take it to the authority. 2. Compare the eight words by voice. 3. Install the certificate and the trust bundle that come back.</source>
        <translation>1. Запишіть запит і віднесіть його до центру. 2. Звірте вісім слів голосом. 3. Встановіть сертифікат і перелік довіри, які повернуться.</translation>
    </message>
    <message>
        <source>Whom we trust</source>
        <translation>Кому довіряємо</translation>
    </message>
    <message>
        <source>No trust bundle yet</source>
        <translation>Переліку довіри ще немає</translation>
    </message>
    <message>
        <source>Without it no packet can be sealed or checked. Press Ctrl O to install it.</source>
        <translation>Без нього пакет не можна ні запечатати, ні перевірити. Натисніть Ctrl O, щоб встановити.</translation>
    </message>
    <message>
        <source>Trust bundle</source>
        <translation>Перелік довіри</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Центр</translation>
    </message>
    <message>
        <source>Words of the authority</source>
        <translation>Слова центру</translation>
    </message>
    <message>
        <source>Who opens packets</source>
        <translation>Хто відкриває пакети</translation>
    </message>
    <message>
        <source>Ctrl O — install a certificate or trust bundle</source>
        <translation>Ctrl O — встановити сертифікат або перелік довіри</translation>
    </message>
</context>
<context>
    <name>Ladder</name>
    <message>
        <source>held</source>
        <translation>пройдено</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>не пройдено</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>не дійшло</translation>
    </message>
</context>
<context>
    <name>ListAnswer</name>
    <message>
        <source>Type a part of the word; arrows choose a line, Enter takes it.</source>
        <translation>Наберіть частину слова; стрілки вибирають рядок, Enter бере його.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Забрати відповідь</translation>
    </message>
    <message numerus="yes">
        <source>{some} and %n more</source>
        <translation>
            <numerusform>{some} і ще %n</numerusform>
            <numerusform>{some} і ще %n</numerusform>
            <numerusform>{some} і ще %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Chosen: {what}</source>
        <translation>Вибрано: {what}</translation>
    </message>
    <message>
        <source>Nothing here has these letters. Type less, or another spelling.</source>
        <translation>Тут нема нічого з такими літерами. Наберіть менше або інакше.</translation>
    </message>
    <message>
        <source>There is nothing to choose here now. An earlier answer decides what is offered.</source>
        <translation>Зараз тут нема з чого вибирати. Що пропонується, залежить від попередньої відповіді.</translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n</source>
        <translation>
            <numerusform>{shown} із %n</numerusform>
            <numerusform>{shown} із %n</numerusform>
            <numerusform>{shown} із %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Lobby</name>
    <message>
        <source>Everything on this computer is encrypted. Nothing shows until you unlock.</source>
        <translation>Дані на цьому комп’ютері зашифровано. Нічого не видно, доки ви не відімкнете.</translation>
    </message>
    <message>
        <source>A new workplace. Nothing is stored here yet.</source>
        <translation>Нове робоче місце. Тут ще нічого не зберігається.</translation>
    </message>
    <message>
        <source>The passphrase did not fit. Check the keyboard layout and Caps Lock.</source>
        <translation>Фраза не підійшла. Перевірте розкладку клавіатури й Caps Lock.</translation>
    </message>
    <message>
        <source>The passphrase did not fit. Used: {used} of {all} tries; then a pause of {pause} seconds.</source>
        <translation>Фраза не підійшла. Використано спроб: {used} з {all}; далі — пауза {pause} секунд.</translation>
    </message>
</context>
<context>
    <name>MapAnswer</name>
    <message>
        <source>The form shows a picture here that did not come with it. Choose from the list.</source>
        <translation>Анкета показує тут зображення, якого до неї не додано. Виберіть зі списку.</translation>
    </message>
</context>
<context>
    <name>Matrix</name>
    <message>
        <source>yes</source>
        <translation>так</translation>
    </message>
    <message>
        <source>no</source>
        <translation>ні</translation>
    </message>
    <message>
        <source>later</source>
        <translation>пізніше</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>відкликано</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>не питали</translation>
    </message>
    <message>
        <source>by law</source>
        <translation>за законом</translation>
    </message>
    <message>
        <source>No packet will be made</source>
        <translation>Пакета не буде</translation>
    </message>
    <message>
        <source>will see</source>
        <translation>побачить</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>приховано</translation>
    </message>
</context>
<context>
    <name>OfficerDesk</name>
    <message>
        <source>Home</source>
        <translation>Головна</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Вихідні</translation>
    </message>
    <message>
        <source>This screening is not a diagnostic test.</source>
        <translation>Цей скринінг — не діагностичний тест.</translation>
    </message>
    <message>
        <source>Urgent referral not handed over yet</source>
        <translation>Термінове направлення ще не передано</translation>
    </message>
    <message>
        <source>Hand over now</source>
        <translation>Передати зараз</translation>
    </message>
    <message>
        <source>Returned with a question</source>
        <translation>Повернено із запитанням</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Відкрити</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Ключі</translation>
    </message>
    <message>
        <source>This workplace cannot sign yet</source>
        <translation>Це робоче місце ще не може підписувати</translation>
    </message>
    <message>
        <source>Interviews can be held; for referrals a certificate and a trust bundle are missing.</source>
        <translation>Розмови проводити можна; для направлень бракує сертифіката й переліку довіри.</translation>
    </message>
    <message>
        <source>Interview, not finished</source>
        <translation>Розмову не завершено</translation>
    </message>
    <message>
        <source>Stopped; needs and referral are open</source>
        <translation>Зупинено; залишилися потреби й направлення</translation>
    </message>
    <message>
        <source>Finished; consent and referral are open</source>
        <translation>Завершено; залишилися згода й направлення</translation>
    </message>
    <message>
        <source>Practice · {state}</source>
        <translation>Навчальна · {state}</translation>
    </message>
    <message>
        <source>saved {time}</source>
        <translation>збережено {time}</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Є мережа</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Без мережі</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n чекає</numerusform>
            <numerusform>%n чекають</numerusform>
            <numerusform>%n чекають</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>Outbox</source>
        <translation>Вихідні</translation>
    </message>
    <message>
        <source>Take in receipts…</source>
        <translation>Прийняти підтвердження…</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Надіслати зараз</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показати</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Стан</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Шлях</translation>
    </message>
    <message>
        <source>Recipient</source>
        <translation>Отримувач</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Справа</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Створено</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Спроби</translation>
    </message>
    <message>
        <source>Nothing was sealed yet</source>
        <translation>Ще нічого не підписано</translation>
    </message>
    <message>
        <source>A referral that is signed waits here until its receipt is back.</source>
        <translation>Підписане направлення чекає тут, доки не повернеться підтвердження.</translation>
    </message>
    <message>
        <source>“Written” is not “delivered”: we know of delivery when the receipt comes back.</source>
        <translation>«Записано» ще не означає «доставлено»: про доставку ми дізнаємося, коли повернеться підтвердження.</translation>
    </message>
    <message>
        <source>The receipt is genuine</source>
        <translation>Підтвердження справжнє</translation>
    </message>
    <message numerus="yes">
        <source>Write %n to a drive</source>
        <translation>
            <numerusform>Записати %n на носій</numerusform>
            <numerusform>Записати %n на носій</numerusform>
            <numerusform>Записати %n на носій</numerusform>
        </translation>
    </message>
    <message>
        <source>Write to a drive</source>
        <translation>Записати на носій</translation>
    </message>
    <message>
        <source>Nothing waits.</source>
        <translation>Нічого не чекає.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Усі</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Чекають</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Записано</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Підтверджено</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Повернено</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message>
        <source>E — write to a drive · ↑ ↓ — choose</source>
        <translation>E — записати на носій · ↑ ↓ — вибрати</translation>
    </message>
</context>
<context>
    <name>Outgoing</name>
    <message>
        <source>No address is set</source>
        <translation>Адресу не вказано</translation>
    </message>
    <message>
        <source>Write the packets to a drive, or ask whoever looks after this machine to name an address.</source>
        <translation>Запишіть пакети на носій або попросіть того, хто доглядає за комп’ютером, вказати адресу.</translation>
    </message>
    <message>
        <source>Where to write the packets</source>
        <translation>Куди записати пакети</translation>
    </message>
    <message>
        <source>Where the receipts lie</source>
        <translation>Де лежать підтвердження</translation>
    </message>
    <message numerus="yes">
        <source>%n receipt(s) taken in</source>
        <translation>
            <numerusform>Прийнято %n підтвердження</numerusform>
            <numerusform>Прийнято %n підтвердження</numerusform>
            <numerusform>Прийнято %n підтверджень</numerusform>
        </translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Чекає</translation>
    </message>
    <message>
        <source>Being tried</source>
        <translation>Пробуємо</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Записано</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Підтверджено</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Повернено</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Без відповіді</translation>
    </message>
    <message>
        <source>read back, the same</source>
        <translation>перечитано, збігається</translation>
    </message>
    <message>
        <source>the far side has it; the receipt is the proof</source>
        <translation>адресат має його; доказом буде підтвердження</translation>
    </message>
    <message>
        <source>Accepted for review</source>
        <translation>Прийнято до розгляду</translation>
    </message>
    <message>
        <source>A question came back</source>
        <translation>Надійшло запитання</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Закрито</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Підписано</translation>
    </message>
    <message>
        <source>Written or sent</source>
        <translation>Записано або надіслано</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Отримано</translation>
    </message>
    <message>
        <source>by receipt</source>
        <translation>за підтвердженням</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Рішення</translation>
    </message>
    <message>
        <source>Signed by a supervisor of the trust bundle; it names our packet by its digest {digest}…</source>
        <translation>Підписав наглядач із переліку довіри; відбиток пакета збігається з нашим: {digest}…</translation>
    </message>
</context>
<context>
    <name>PanelTeller</name>
    <message>
        <source>answer {at}</source>
        <translation>відповідь {at}</translation>
    </message>
    <message>
        <source>Who brought or housed the person</source>
        <translation>Хто віз чи прихистив людину</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>З якою метою</translation>
    </message>
</context>
<context>
    <name>PointsAnswer</name>
    <message>
        <source>Add the point</source>
        <translation>Додати точку</translation>
    </message>
    <message>
        <source>Remove the point</source>
        <translation>Вилучити точку</translation>
    </message>
    <message>
        <source>Latitude and longitude, for example 50.4501, 30.5234 or 50°27.006&apos; N 30°31.404&apos; E.</source>
        <translation>Широта й довгота, наприклад 50.4501, 30.5234 або 50°27.006&apos; N 30°31.404&apos; E.</translation>
    </message>
    <message>
        <source>Enter adds the point; a line has two or more.</source>
        <translation>Enter додає точку; лінія має дві або більше.</translation>
    </message>
    <message>
        <source>Enter adds the point; an area has three or more corners and closes by itself.</source>
        <translation>Enter додає точку; ділянка має три або більше кутів і замикається сама.</translation>
    </message>
    <message numerus="yes">
        <source>%n more point(s) needed.</source>
        <translation>
            <numerusform>Потрібна ще %n точка.</numerusform>
            <numerusform>Потрібні ще %n точки.</numerusform>
            <numerusform>Потрібно ще %n точок.</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} corners, {size} km²</source>
        <translation>Кутів: {n}, {size} км²</translation>
    </message>
    <message>
        <source>{n} points, {length} km</source>
        <translation>Точок: {n}, {length} км</translation>
    </message>
    <message>
        <source>Not a place yet.</source>
        <translation>Це ще не місце.</translation>
    </message>
    <message>
        <source>Understood as {place}</source>
        <translation>Зрозуміло як {place}</translation>
    </message>
    <message numerus="yes">
        <source>Understood as %n point(s)</source>
        <translation>
            <numerusform>Зрозуміло як %n точку</numerusform>
            <numerusform>Зрозуміло як %n точки</numerusform>
            <numerusform>Зрозуміло як %n точок</numerusform>
        </translation>
    </message>
    <message>
        <source>Degrees north and east, for example 50.4501, 30.5234.</source>
        <translation>Градуси на північ і на схід, наприклад 50.4501, 30.5234.</translation>
    </message>
    <message numerus="yes">
        <source>%n more point(s) needed, or remove what is there.</source>
        <translation>
            <numerusform>Потрібна ще %n точка; або вилучіть те, що є.</numerusform>
            <numerusform>Потрібні ще %n точки; або вилучіть те, що є.</numerusform>
            <numerusform>Потрібно ще %n точок; або вилучіть те, що є.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message>
        <source>For the officer, not read aloud</source>
        <translation>Для офіцера, не читати вголос</translation>
    </message>
    <message>
        <source>Why we ask</source>
        <translation>Чому питаємо</translation>
    </message>
    <message>
        <source>Picture of the question: {question}</source>
        <translation>Зображення до запитання: {question}</translation>
    </message>
    <message>
        <source>A recording of this question came with the form: {name}.</source>
        <translation>До анкети додано запис цього запитання: {name}.</translation>
    </message>
    <message>
        <source>A film belongs to this question: {name}. Films are not played here.</source>
        <translation>До цього запитання належить відео: {name}. Відео тут не показують.</translation>
    </message>
    <message>
        <source>A picture belongs to this question, but did not come with the form: {name}.</source>
        <translation>До цього запитання належить зображення, але до анкети його не додано: {name}.</translation>
    </message>
    <message>
        <source>The form would show another calendar here. Type the day as it stands in a passport.</source>
        <translation>Анкета показала б тут інший календар. Наберіть дату так, як вона стоїть у паспорті.</translation>
    </message>
    <message>
        <source>The form would show a map here. This program shows none; nothing is taken from a sensor.</source>
        <translation>Анкета показала б тут карту. Програма карт не показує і нічого не бере з датчиків.</translation>
    </message>
    <message>
        <source>The form would open another program here. Give the answer yourself.</source>
        <translation>Анкета відкрила б тут іншу програму. Дайте відповідь самі.</translation>
    </message>
    <message>
        <source>The form would ask a sensor here. Type the number: for a direction, degrees from 0 to 359.</source>
        <translation>Анкета запитала б тут датчик. Наберіть число: для напрямку — градуси від 0 до 359.</translation>
    </message>
    <message>
        <source>The form would print a label here. Nothing is printed from this page.</source>
        <translation>Анкета надрукувала б тут наліпку. З цієї сторінки нічого не друкується.</translation>
    </message>
    <message>
        <source>The form would open a camera here. This program uses none.</source>
        <translation>Анкета відкрила б тут камеру. Програма нею не користується.</translation>
    </message>
    <message>
        <source>Marked: she or he does not want to answer.</source>
        <translation>Позначено: людина не хоче відповідати.</translation>
    </message>
    <message>
        <source>Marked: she or he does not know.</source>
        <translation>Позначено: людина не знає.</translation>
    </message>
    <message>
        <source>Marked: not asked.</source>
        <translation>Позначено: не запитували.</translation>
    </message>
    <message>
        <source>An answer given later replaces this.</source>
        <translation>Пізніша відповідь замінить цю позначку.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Sections</source>
        <translation>Розділи</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Терміново</translation>
    </message>
    <message>
        <source>Stop the conversation</source>
        <translation>Зупинити розмову</translation>
    </message>
    <message>
        <source>Check answers</source>
        <translation>Перевірити відповіді</translation>
    </message>
</context>
<context>
    <name>RailItem</name>
    <message>
        <source>not begun</source>
        <translation>не розпочато</translation>
    </message>
    <message>
        <source>current</source>
        <translation>поточний</translation>
    </message>
    <message>
        <source>done</source>
        <translation>завершено</translation>
    </message>
</context>
<context>
    <name>RangeAnswer</name>
    <message>
        <source>Take back</source>
        <translation>Забрати відповідь</translation>
    </message>
    <message>
        <source>Nothing is chosen yet.</source>
        <translation>Ще нічого не вибрано.</translation>
    </message>
    <message>
        <source>From {low} to {high}, in steps of {step}. Type it, or use the arrows on the line above.</source>
        <translation>Від {low} до {high}, крок {step}. Наберіть число або рухайте стрілками лінію вгорі.</translation>
    </message>
    <message>
        <source>A number from {low} to {high}, in steps of {step}.</source>
        <translation>Число від {low} до {high}, крок {step}.</translation>
    </message>
</context>
<context>
    <name>RankAnswer</name>
    <message>
        <source>Arrows choose a line. Alt with an arrow moves it, a digit puts it in that place.</source>
        <translation>Стрілки вибирають рядок. Alt зі стрілкою пересуває його, цифра ставить на це місце.</translation>
    </message>
    <message>
        <source>Higher</source>
        <translation>Вище</translation>
    </message>
    <message>
        <source>Lower</source>
        <translation>Нижче</translation>
    </message>
    <message>
        <source>This order is right</source>
        <translation>Порядок правильний</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Забрати відповідь</translation>
    </message>
</context>
<context>
    <name>Reader</name>
    <message>
        <source>Yes</source>
        <translation>Так</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Ні</translation>
    </message>
</context>
<context>
    <name>ReferDesk</name>
    <message>
        <source>said by the person</source>
        <translation>зі слів людини</translation>
    </message>
    <message>
        <source>observed</source>
        <translation>спостереження</translation>
    </message>
    <message>
        <source>from a document</source>
        <translation>з документа</translation>
    </message>
    <message>
        <source>said by others</source>
        <translation>зі слів інших</translation>
    </message>
    <message>
        <source>concluded</source>
        <translation>висновок офіцера</translation>
    </message>
    <message>
        <source>Nobody may be told yet: no packet will be made.</source>
        <translation>Поки нікому передавати не можна: пакета не буде.</translation>
    </message>
    <message>
        <source>Nobody opens packets for: {names}. Install a newer trust bundle.</source>
        <translation>Ніхто не відкриває пакетів для: {names}. Встановіть новіший перелік довіри.</translation>
    </message>
    <message>
        <source>A child: consent is not required here
The child&apos;s view is asked and written down all the same.</source>
        <translation>Дитина: згода тут не потрібна
Думку дитини все одно питають і записують.</translation>
    </message>
    <message>
        <source>Danger to life: those who protect may be told without consent
Tell the person what you do and why.</source>
        <translation>Загроза життю: тих, хто захищає, можна сповістити без згоди
Скажіть людині, що ви робите й чому.</translation>
    </message>
    <message>
        <source>A no is a no
Without consent others may be told only of danger to life or about a child. Neither is known here.</source>
        <translation>«Ні» означає ні
Без згоди можна звернутися лише за загрози життю або щодо дитини. Тут таких підстав немає.</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>Збережено {time}</translation>
    </message>
    <message>
        <source>The packets are being signed.</source>
        <translation>Пакети підписуються.</translation>
    </message>
</context>
<context>
    <name>RepeatAnswer</name>
    <message>
        <source>Add another</source>
        <translation>Додати ще один запис</translation>
    </message>
    <message>
        <source>How many there are follows from an answer given before.</source>
        <translation>Скільки їх, випливає з попередньої відповіді.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Відкрити</translation>
    </message>
    <message>
        <source>Open {what}</source>
        <translation>Відкрити: {what}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Вилучити</translation>
    </message>
    <message>
        <source>Remove {what}</source>
        <translation>Вилучити: {what}</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>To the inbox</source>
        <translation>До вхідних</translation>
    </message>
    <message>
        <source>Sign the decision</source>
        <translation>Підписати рішення</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Перебіг</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Рішення</translation>
    </message>
    <message>
        <source>Accept for review</source>
        <translation>Прийняти до розгляду</translation>
    </message>
    <message>
        <source>Ask the post</source>
        <translation>Запитати в пункту</translation>
    </message>
    <message>
        <source>Return with a reason</source>
        <translation>Повернути з причиною</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>The officer reads it in the receipt. No names.</source>
        <translation>Офіцер прочитає її в підтвердженні. Без імен.</translation>
    </message>
    <message>
        <source>The officer gets a signed receipt.</source>
        <translation>Офіцер отримає підписане підтвердження.</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Терміново</translation>
    </message>
    <message>
        <source>The signature is genuine</source>
        <translation>Підпис справжній</translation>
    </message>
    <message>
        <source>Before you call or write</source>
        <translation>Перш ніж телефонувати чи писати</translation>
    </message>
    <message>
        <source>The person is hidden. The decision does not need to know who it is.</source>
        <translation>Особу приховано. Для рішення вона не потрібна.</translation>
    </message>
    <message>
        <source>Show, and enter it in the log</source>
        <translation>Показати й записати в журнал</translation>
    </message>
    <message>
        <source>Weighed again here: the result is the same</source>
        <translation>Перерахунок тут: висновок збігається</translation>
    </message>
    <message>
        <source>Weighed again here: the result differs</source>
        <translation>Перерахунок тут: висновок інший</translation>
    </message>
    <message>
        <source>Dimension</source>
        <translation>Вимір</translation>
    </message>
    <message>
        <source>The post</source>
        <translation>Пункт</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Тут</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>так само</translation>
    </message>
    <message>
        <source>different</source>
        <translation>інакше</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Що передано</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Відповіді</translation>
    </message>
    <message>
        <source>Choose a decision, 1 to 4.</source>
        <translation>Виберіть рішення, 1–4.</translation>
    </message>
    <message>
        <source>Say in one sentence why.</source>
        <translation>Поясніть одним реченням чому.</translation>
    </message>
    <message>
        <source>1 to 4 — decide · Tab — to the reason · Ctrl Enter — sign</source>
        <translation>1–4 — рішення · Tab — до причини · Ctrl Enter — підписати</translation>
    </message>
</context>
<context>
    <name>SaidAnswer</name>
    <message>
        <source>The form fills this in; it is not typed here.</source>
        <translation>Це заповнює анкета; тут нічого не набирають.</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>The program made a mistake of its own</source>
        <translation>Сталася помилка програми</translation>
    </message>
    <message>
        <source>What was saved before is safe. A report without personal data is in {where}</source>
        <translation>Збережене раніше не постраждало. Звіт без особистих даних лежить тут: {where}</translation>
    </message>
</context>
<context>
    <name>SideTalks</name>
    <message>
        <source>Why is it not asked?</source>
        <translation>Чому не питаємо?</translation>
    </message>
    <message>
        <source>The reason stays in the case. The question can still be asked later.</source>
        <translation>Причина залишиться у справі. Запитати можна й пізніше.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>It can no longer change the result</source>
        <translation>Це вже не змінить висновку</translation>
    </message>
    <message>
        <source>Not safe to ask here and now</source>
        <translation>Тут і зараз питати небезпечно</translation>
    </message>
    <message>
        <source>Too much for the person now</source>
        <translation>Для людини це зараз заважко</translation>
    </message>
    <message>
        <source>Known from elsewhere, not to be told twice</source>
        <translation>Відомо з іншого джерела, не варто переказувати вдруге</translation>
    </message>
    <message>
        <source>Does not fit this situation</source>
        <translation>Не стосується цієї ситуації</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Нотатка</translation>
    </message>
    <message>
        <source>No unit, position, draft status or other people&apos;s surnames.</source>
        <translation>Без частин, позицій, військового обліку й чужих прізвищ.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>The person&apos;s own words</source>
        <translation>Слова самої людини</translation>
    </message>
    <message>
        <source>What I saw or heard</source>
        <translation>Що я бачив або чув</translation>
    </message>
    <message>
        <source>From a document</source>
        <translation>З документа</translation>
    </message>
    <message>
        <source>What I conclude</source>
        <translation>Мій висновок</translation>
    </message>
    <message>
        <source>Keep the note</source>
        <translation>Зберегти нотатку</translation>
    </message>
    <message>
        <source>Nothing is typed yet.</source>
        <translation>Ще нічого не введено.</translation>
    </message>
    <message>
        <source>The urgent packet is sealed</source>
        <translation>Терміновий пакет запечатано</translation>
    </message>
    <message>
        <source>It goes out by itself, or is written to a drive from the outbox. The talk can go on.</source>
        <translation>Він піде сам, або запишіть його на носій із вихідних. Розмову можна продовжити.</translation>
    </message>
    <message>
        <source>The conversation is stopped</source>
        <translation>Розмову зупинено</translation>
    </message>
    <message>
        <source>Everything is saved. Next you see whom to call.</source>
        <translation>Усе збережено. Далі побачите, кому дзвонити.</translation>
    </message>
    <message>
        <source>Stop the conversation?</source>
        <translation>Зупинити розмову?</translation>
    </message>
    <message>
        <source>What was said is kept. Help does not depend on the answers.</source>
        <translation>Сказане збережено. Допомога не залежить від відповідей.</translation>
    </message>
    <message>
        <source>Go on asking</source>
        <translation>Питати далі</translation>
    </message>
    <message>
        <source>Find a question</source>
        <translation>Знайти запитання</translation>
    </message>
    <message>
        <source>A word of the question</source>
        <translation>Слово із запитання</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Practice, with made-up answers</source>
        <translation>Навчання з вигаданими відповідями</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Почати</translation>
    </message>
    <message>
        <source>Before you begin</source>
        <translation>Перш ніж почати</translation>
    </message>
    <message>
        <source>Apart, unheard, and safe</source>
        <translation>Окремо, без сторонніх вух, у безпеці</translation>
    </message>
    <message>
        <source>Nobody who came with the person sees or hears you. The interpreter is no companion. The first questions check this once more.</source>
        <translation>Ніхто із супутників вас не бачить і не чує. Перекладач — не супутник. Перші запитання перевірять це ще раз.</translation>
    </message>
    <message>
        <source>No form can be used</source>
        <translation>Немає придатної анкети</translation>
    </message>
    <message>
        <source>Install a form pack that is valid today. Ask whoever looks after this machine.</source>
        <translation>Встановіть пакет анкети, чинний сьогодні. Зверніться до того, хто доглядає за комп’ютером.</translation>
    </message>
    <message>
        <source>There is no form to begin with.</source>
        <translation>Немає анкети, щоб почати.</translation>
    </message>
    <message>
        <source>Which interview</source>
        <translation>Яка розмова</translation>
    </message>
    <message>
        <source>The person&apos;s language</source>
        <translation>Мова людини</translation>
    </message>
    <message>
        <source>Each question is shown in your language and, below it, in this one.</source>
        <translation>Кожне запитання буде вашою мовою, а під ним — цією.</translation>
    </message>
    <message>
        <source>Type back a paper form</source>
        <translation>Перенести паперовий бланк</translation>
    </message>
    <message>
        <source>In danger: call first</source>
        <translation>У небезпеці спершу дзвоніть</translation>
    </message>
</context>
<context>
    <name>SupervisorDesk</name>
    <message numerus="yes">
        <source>%n packet(s)</source>
        <translation>
            <numerusform>%n пакет</numerusform>
            <numerusform>%n пакети</numerusform>
            <numerusform>%n пакетів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set aside</source>
        <translation>
            <numerusform>%n відкладено</numerusform>
            <numerusform>%n відкладено</numerusform>
            <numerusform>%n відкладено</numerusform>
        </translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation>Вхідні</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Ключі</translation>
    </message>
    <message numerus="yes">
        <source>%n can be opened</source>
        <translation>
            <numerusform>%n можна відкрити</numerusform>
            <numerusform>%n можна відкрити</numerusform>
            <numerusform>%n можна відкрити</numerusform>
        </translation>
    </message>
    <message>
        <source>Packets to take in</source>
        <translation>Пакети для приймання</translation>
    </message>
    <message>
        <source>Packets (*.age)</source>
        <translation>Пакети (*.age)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Усі файли (*)</translation>
    </message>
    <message>
        <source>Folder or drive with packets</source>
        <translation>Тека чи носій із пакетами</translation>
    </message>
    <message>
        <source>Where to write the receipts</source>
        <translation>Куди записати підтвердження</translation>
    </message>
    <message>
        <source>There is no packet there</source>
        <translation>Там немає пакетів</translation>
    </message>
    <message>
        <source>A packet&apos;s file name ends in .asice.age.</source>
        <translation>Назва файла пакета закінчується на .asice.age.</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>Збережено {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n receipt(s) written</source>
        <translation>
            <numerusform>Записано %n підтвердження</numerusform>
            <numerusform>Записано %n підтвердження</numerusform>
            <numerusform>Записано %n підтверджень</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Home</source>
        <translation>Головна</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Сховати</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Замкнути</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>День</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Ніч</translation>
    </message>
</context>
<context>
    <name>TrustDesk</name>
    <message>
        <source>officer</source>
        <translation>офіцер</translation>
    </message>
    <message>
        <source>supervisor</source>
        <translation>наглядач</translation>
    </message>
    <message>
        <source>valid until {day}</source>
        <translation>чинний до {day}</translation>
    </message>
    <message>
        <source>expired on {day}</source>
        <translation>закінчився {day}</translation>
    </message>
    <message>
        <source>Where to write the request</source>
        <translation>Куди записати запит</translation>
    </message>
    <message>
        <source>The request is written</source>
        <translation>Запит записано</translation>
    </message>
    <message>
        <source>Read these words to the authority by voice: {words}</source>
        <translation>Прочитайте ці слова центру вголос: {words}</translation>
    </message>
    <message>
        <source>Certificate or trust bundle</source>
        <translation>Сертифікат або перелік довіри</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Встановлено</translation>
    </message>
    <message>
        <source>Compare the words of the authority by voice.</source>
        <translation>Звірте слова центру голосом.</translation>
    </message>
</context>
<context>
    <name>TypedAnswer</name>
    <message>
        <source>One less</source>
        <translation>На один менше</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>На один більше</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показати</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сьогодні</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Зараз</translation>
    </message>
    <message>
        <source>Digits, for example 0671234567.</source>
        <translation>Цифри, наприклад 0671234567.</translation>
    </message>
    <message>
        <source>Arrows up and down change it too.</source>
        <translation>Стрілки вгору й вниз теж змінюють.</translation>
    </message>
    <message>
        <source>A whole number, for example 17.</source>
        <translation>Ціле число, наприклад 17.</translation>
    </message>
    <message>
        <source>A number, for example 2.5.</source>
        <translation>Число, наприклад 2,5.</translation>
    </message>
    <message>
        <source>Day, month, year, for example 14.03.2003.</source>
        <translation>День, місяць, рік, наприклад 14.03.2003.</translation>
    </message>
    <message>
        <source>Month and year, for example 03.2003.</source>
        <translation>Місяць і рік, наприклад 03.2003.</translation>
    </message>
    <message>
        <source>A year, for example 2003.</source>
        <translation>Рік, наприклад 2003.</translation>
    </message>
    <message>
        <source>Hours and minutes, for example 19:30.</source>
        <translation>Години й хвилини, наприклад 19:30.</translation>
    </message>
    <message>
        <source>Day, month, year and time, for example 14.03.2003 19:30.</source>
        <translation>День, місяць, рік і час, наприклад 14.03.2003 19:30.</translation>
    </message>
    <message>
        <source>Type the code, or read it with a reader that is plugged in.</source>
        <translation>Наберіть код або зчитайте його під’єднаним зчитувачем.</translation>
    </message>
    <message numerus="yes">
        <source>%n year(s) ago</source>
        <translation>
            <numerusform>%n рік тому</numerusform>
            <numerusform>%n роки тому</numerusform>
            <numerusform>%n років тому</numerusform>
        </translation>
    </message>
    <message>
        <source>Hidden characters were left out.</source>
        <translation>Приховані символи не взято.</translation>
    </message>
    <message>
        <source>Only the first {n} characters were kept: more does not fit here.</source>
        <translation>Збережено лише перші {n} символів: більше сюди не вміщується.</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Сховати</translation>
    </message>
    <message numerus="yes">
        <source>Read: %n character(s). Enter goes on.</source>
        <translation>
            <numerusform>Зчитано %n символ. Enter — далі.</numerusform>
            <numerusform>Зчитано %n символи. Enter — далі.</numerusform>
            <numerusform>Зчитано %n символів. Enter — далі.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TypingBack</name>
    <message>
        <source>Type back a paper form</source>
        <translation>Перенести паперовий бланк</translation>
    </message>
    <message>
        <source>One line for each question: its number and the code of the answer, such as 12 2. Several answers: 12 1 3. Refused: 12 D. Does not know: 12 U. Own words: 12 = words.</source>
        <translation>Один рядок на запитання: його номер і код відповіді, наприклад 12 2. Кілька відповідей: 12 1 3. Відмова: 12 D. Не знає: 12 U. Власні слова: 12 = слова.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Codes from the paper</source>
        <translation>Коди з бланка</translation>
    </message>
    <message>
        <source>Record as transcribed</source>
        <translation>Записати як перенесене</translation>
    </message>
    <message>
        <source>Nothing is typed yet.</source>
        <translation>Ще нічого не введено.</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>This workplace is locked</source>
        <translation>Робоче місце замкнено</translation>
    </message>
    <message>
        <source>Type the passphrase to go on.</source>
        <translation>Введіть парольну фразу, щоб продовжити.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Парольна фраза</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>Показати введене</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Відімкнути</translation>
    </message>
    <message>
        <source>Unlocking</source>
        <translation>Відмикається</translation>
    </message>
    <message>
        <source>Keyboard: {layout}</source>
        <translation>Розкладка: {layout}</translation>
    </message>
    <message>
        <source>Cover what is typed</source>
        <translation>Сховати введене</translation>
    </message>
    <message>
        <source>Nothing is typed yet.</source>
        <translation>Ще нічого не введено.</translation>
    </message>
    <message>
        <source>The passphrase is being checked.</source>
        <translation>Фраза перевіряється.</translation>
    </message>
    <message numerus="yes">
        <source>Wait %n second(s).</source>
        <translation>
            <numerusform>Зачекайте %n секунду.</numerusform>
            <numerusform>Зачекайте %n секунди.</numerusform>
            <numerusform>Зачекайте %n секунд.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UrgentTalk</name>
    <message>
        <source>What is urgent?</source>
        <translation>Що термінове?</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Call now</source>
        <translation>Телефонуйте зараз</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Prepare the urgent packet</source>
        <translation>Підготувати терміновий пакет</translation>
    </message>
    <message>
        <source>Who is it about?</source>
        <translation>Про кого йдеться?</translation>
    </message>
    <message>
        <source>No name is needed.</source>
        <translation>Імені не треба.</translation>
    </message>
    <message>
        <source>An adult</source>
        <translation>Доросла людина</translation>
    </message>
    <message>
        <source>A child, under 18</source>
        <translation>Дитина, менше 18 років</translation>
    </message>
    <message>
        <source>In doubt about being 18</source>
        <translation>Є сумнів щодо 18 років</translation>
    </message>
    <message>
        <source>To: {names}.</source>
        <translation>Кому: {names}.</translation>
    </message>
    <message>
        <source>Cannot be reached by packet, call: {names}.</source>
        <translation>Пакетом не дістатися, телефонуйте: {names}.</translation>
    </message>
    <message>
        <source>It says why it is urgent, the age group, and what is recorded so far. Tell the person.</source>
        <translation>У ньому: чому терміново, вікова група і записане досі. Скажіть про це людині.</translation>
    </message>
    <message>
        <source>Seal the urgent packet?</source>
        <translation>Запечатати терміновий пакет?</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>Запечатати</translation>
    </message>
</context>
<context>
    <name>_Attached</name>
    <message>
        <source>Files cannot be attached on this workplace yet</source>
        <translation>На цьому робочому місці файлів ще не додають</translation>
    </message>
    <message>
        <source>Nothing is lost: go on with Skip and say why, or describe it in a note.</source>
        <translation>Нічого не втрачено: натисніть «Пропустити» й назвіть причину або опишіть це в нотатці.</translation>
    </message>
    <message>
        <source>Attached: {name}</source>
        <translation>Додано: {name}</translation>
    </message>
</context>
<context>
    <name>_Counter</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n точка</numerusform>
            <numerusform>%n точки</numerusform>
            <numerusform>%n точок</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Passed</name>
    <message>
        <source>just now</source>
        <translation>щойно</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n хв тому</numerusform>
            <numerusform>%n хв тому</numerusform>
            <numerusform>%n хв тому</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n год тому</numerusform>
            <numerusform>%n год тому</numerusform>
            <numerusform>%n год тому</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n день тому</numerusform>
            <numerusform>%n дні тому</numerusform>
            <numerusform>%n днів тому</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Tally</name>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n відповідь</numerusform>
            <numerusform>%n відповіді</numerusform>
            <numerusform>%n відповідей</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n відмова</numerusform>
            <numerusform>%n відмови</numerusform>
            <numerusform>%n відмов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known</source>
        <translation>
            <numerusform>%n «не знає»</numerusform>
            <numerusform>%n «не знає»</numerusform>
            <numerusform>%n «не знає»</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>arrivals</name>
    <message>
        <source>Sound</source>
        <translation>Справний</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Повтор</translation>
    </message>
    <message>
        <source>There is a newer version</source>
        <translation>Є новіша версія</translation>
    </message>
    <message>
        <source>Altered after signing</source>
        <translation>Змінено після підпису</translation>
    </message>
    <message>
        <source>Unknown signer</source>
        <translation>Невідомий підписувач</translation>
    </message>
    <message>
        <source>Not for you</source>
        <translation>Не для вас</translation>
    </message>
    <message>
        <source>Damaged or no packet</source>
        <translation>Пошкоджено або не пакет</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Прийнято</translation>
    </message>
    <message>
        <source>Asked back</source>
        <translation>Поставлено запитання</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Повернено</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Закрито</translation>
    </message>
    <message>
        <source>New. It can be opened.</source>
        <translation>Нова справа. Можна відкривати.</translation>
    </message>
    <message>
        <source>It can be opened; a later version is here as well.</source>
        <translation>Можна відкривати; пізніша версія теж тут.</translation>
    </message>
    <message>
        <source>The same file came again; nothing was changed.</source>
        <translation>Такий самий файл надійшов ще раз; нічого не змінилося.</translation>
    </message>
    <message>
        <source>Nothing of it was opened</source>
        <translation>Нічого з нього не відкрито</translation>
    </message>
</context>
<context>
    <name>preview</name>
    <message>
        <source>Preview: what will be printed and sent</source>
        <translation>Перегляд: що буде надруковано й надіслано</translation>
    </message>
    <message>
        <source>Nothing is signed yet.</source>
        <translation>Ще нічого не підписано.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message>
        <source>A page of the referral</source>
        <translation>Сторінка направлення</translation>
    </message>
</context>
<context>
    <name>reviewing</name>
    <message>
        <source>Not in this packet: {what}.</source>
        <translation>Цього в пакеті немає: {what}.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Висновок</translation>
    </message>
    <message>
        <source>Received and verified here</source>
        <translation>Отримано й перевірено тут</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Вирішено</translation>
    </message>
    <message>
        <source>Receipt signed</source>
        <translation>Підтвердження підписано</translation>
    </message>
    <message>
        <source>Shown or exported</source>
        <translation>Показано або вивантажено</translation>
    </message>
    <message>
        <source>Signed at {station}</source>
        <translation>Підписано: {station}</translation>
    </message>
    <message>
        <source>Your decision</source>
        <translation>Ваше рішення</translation>
    </message>
    <message>
        <source>now</source>
        <translation>зараз</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>not verified yet</source>
        <translation>ще не звірено</translation>
    </message>
    <message>
        <source>Night, {day}</source>
        <translation>Ніч, {day}</translation>
    </message>
    <message>
        <source>Morning, {day}</source>
        <translation>Ранок, {day}</translation>
    </message>
    <message>
        <source>Day, {day}</source>
        <translation>День, {day}</translation>
    </message>
    <message>
        <source>Evening, {day}</source>
        <translation>Вечір, {day}</translation>
    </message>
    <message>
        <source>{n} KB</source>
        <translation>{n} КБ</translation>
    </message>
</context>
</TS>
