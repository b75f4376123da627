-- SPDX-License-Identifier: Apache-2.0
-- A round in which the house acts: one promise kept, one moved, one overdue.
begin;
select pg_temp.day(58, 'week') \g /dev/null
select pg_temp.act('Mona Dahl', 'round_save', null, jsonb_build_object(
    'title', 'The first week with a new grinder',
    'language', 'en', 'stage', 'use', 'newness', 'usual',
    'in_our_hands', 'What lies on top when the tin is opened, the card with the settings, the film, and what the shops '
            'say when they hand it over.',
    'not_in_our_hands', 'The beans, the water, and the patience of the household.',
    'group-customer', 'yes', 'group-distributor', 'yes', 'group-staff', 'yes', 'tables', 'on', 'stones', 'auto',
    'ask-remove', 'yes', 'remove', 'What should we take away from the first week?',
    'ask-keep', 'yes', 'keep', 'What is working that we must not break?',
    'ask-suppose', 'yes', 'suppose', 'Suppose that the first week is no longer an issue: what will be happening in your '
            'kitchen?',
    'opens', pg_temp.on_day(55), 'until', pg_temp.on_day(45), 'tables_until', pg_temp.on_day(39),
    'hear', pg_temp.on_day(33), 'choose', pg_temp.on_day(27), 'report', pg_temp.on_day(-24),
    'token', md5('week'))::text, '[]') \g /dev/null
select pg_temp.day(57, 'week published') \g /dev/null
select pg_temp.act('Mona Dahl', 'round_publish', '2', '{}') \g /dev/null

select pg_temp.card(54.5, 2, 'zero', 'Ada Lindqvist', 'remove', 'name', 'The word "zero" on the card without saying how '
        'it feels. I turned it shut with all my strength, because I thought that zero is when nothing goes any more.'),
       pg_temp.card(54.1, 2, 'leaflet', 'Samuel Adeyemi', 'remove', 'text', 'The leaflet in eleven languages. I read '
               'mine, then ten others, looking for the rest of it.'),
       pg_temp.card(53.2, 2, 'first cup', 'Chiara Bellandi', 'remove', 'none', 'The first three cups. They taste of the '
               'workshop, and everybody who was invited to the unpacking has to drink them.'),
       pg_temp.card(52.8, 2, 'counter', 'Birgitta Sjöberg', 'keep', 'name', 'That the grinder is set before it leaves my '
               'shop. I ask what they brew, count the clicks aloud, and they remember the number for years.'),
       pg_temp.card(52.0, 2, 'handwriting', 'Mei-Ling Tan', 'keep', 'name', 'The number in the lid, by hand. It made me '
               'feel that somebody had held this one before me.'),
       pg_temp.card(51.4, 2, 'screw', 'Luca Ferraris', 'keep', 'text', 'One screw, one key. I sell other makes too; with '
               'yours nobody comes back after a week with a part left over.'),
       pg_temp.card(50.9, 2, 'quiet', 'José Luis Ibarra', 'suppose', 'text', 'I come down at six, I know the number by '
               'heart, and nobody upstairs wakes up.'),
       pg_temp.card(50.2, 2, 'child', 'Wanjiru Kamau', 'suppose', 'name', 'My daughter does it. Today she stops after '
               'half, because the crank goes heavy when the beans are light, and then I finish and she is cross.'),
       pg_temp.card(49.5, 2, 'bench week', 'Priya Raman', 'suppose', 'name', 'Then I no longer get letters in the second '
               'week that say "it is broken" about grinders that are only set too fine.'),
       pg_temp.card(48.7, 2, 'drawing', 'Idris Fenn', 'remove', 'name', 'I would take away the drawing on the card. I '
               'made it, and it shows the inside of a grinder to people who only want coffee.') \g /dev/null

select pg_temp.reply(44.0, 2, 'zero', 'distributor', 'builds', 'I say: until the crank no longer falls by its own weight. '
        'Then they laugh, and do it right.'),
       pg_temp.reply(43.6, 2, 'zero', 'customer', 'story', 'Mine squealed. I hid it in the cupboard for two days, because '
               'I thought that I had broken it.'),
       pg_temp.reply(42.7, 2, 'zero', 'staff', 'builds', 'Three of ten letters in the second week are this one.'),
       pg_temp.reply(43.9, 2, 'first cup', 'distributor', 'differs', 'In the shop I need these three cups: they are the '
               'moment when I can show what a click does.'),
       pg_temp.reply(43.2, 2, 'drawing', 'customer', 'differs', 'I framed the drawing. Please put it somewhere else, but '
               'do not stop making it.'),
       pg_temp.reply(42.5, 2, 'child', 'customer', 'builds', 'My hands too, and I am sixty-eight.'),
       pg_temp.say(41.5, 2, 'zero', 'customer', 2, 'Somebody tells me my number before I open the tin.'),
       pg_temp.say(40.2, 2, 'zero', 'distributor', 3, 'Fewer calls in January.') \g /dev/null

select pg_temp.day(34, 'week heard') \g /dev/null
select pg_temp.insight(2, 'zero', 'better', '"Zero" is a feeling in the hand, and we wrote it down as a '
        'number.', 'zero', 'bench week'),
       pg_temp.insight(2, 'number', 'keep', 'Whoever is told their number at the counter is at home with the grinder from '
               'the first morning.', 'counter', 'quiet', 'handwriting'),
       pg_temp.insight(2, 'too much', 'remove', 'There is more paper in the tin than anybody needs before the first '
               'cup.', 'leaflet', 'drawing'),
       pg_temp.insight(2, 'three cups', 'disagreement', 'At home the first three cups are in the way; at the counter they '
               'are the lesson.', 'first cup') \g /dev/null
select pg_temp.look(2), pg_temp.act('Mona Dahl', 'round_hear', '2') \g /dev/null
select pg_temp.stones(32, 2) \g /dev/null

select pg_temp.day(28, 'week chosen') \g /dev/null
select pg_temp.priority(2, 1, 'zero', 'Three of ten letters in the second week come from this one word.'),
       pg_temp.priority(2, 2, 'number', 'The shops do it by heart. Who orders from us by post gets nothing of the kind.'),
       pg_temp.priority(2, 3, 'too much', 'It is the first thing that people see of us.'),
       pg_temp.action(2, 'falls', 'zero', 'small', 12, 'Idris Fenn', 'Idris Fenn and Priya Raman', 'A new sentence on the '
               'card: shut is when the crank no longer falls by itself'),
       pg_temp.action(2, 'asked', 'number', 'larger', 8, 'Mona Dahl', 'Mona Dahl', 'Ask in the shop on the web what '
               'people brew, and send the grinder set for it'),
       pg_temp.action(2, 'one sheet', 'too much', 'small', 3, 'Cleo Marchetti', 'Cleo Marchetti and Hattie Boone', 'One '
               'sheet on top of the tin, in the language of the order; everything else below it') \g /dev/null
select pg_temp.act('Mona Dahl', 'round_choose', '2', 'The three cups go on being a lesson at the counter and a nuisance '
        'at home: we do not know yet how to have one without the other.') \g /dev/null

select pg_temp.tell(15, 2, 'falls', 'Idris Fenn', 'kept', 'Printed on Tuesday. The card now says what the crank does '
        'instead of what the dial says.'),
       pg_temp.tell(14, 2, 'one sheet', 'Cleo Marchetti', 'progress', 'The sheet exists in English and German. The '
               'Japanese one came back with a question about the word tin.'),
       pg_temp.tell(9, 2, 'asked', 'Mona Dahl', 'moved', 'The question stands in the shop, but the bench cannot see the '
               'answer yet. We need the people who look after our order book.', -16) \g /dev/null
commit;
