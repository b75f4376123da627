-- SPDX-License-Identifier: Apache-2.0
-- A round that is over: everything from the question to the last promise.
begin;
select pg_temp.day(-0 + 122, 'burrs') \g /dev/null
select pg_temp.act('Mona Dahl', 'round_save', null, jsonb_build_object(
    'title', 'Sending a grinder in for new burrs',
    'language', 'en', 'stage', 'return', 'newness', 'usual',
    'in_our_hands', 'How a grinder is sent in, what we write while it is here, what lies in the box when it comes home.',
    'not_in_our_hands', 'What steel costs, and how long the post takes.',
    'leaning', 'We lean towards one form on paper that travels with the grinder, because it cannot get lost between two '
            'screens.',
    'group-customer', 'yes', 'group-distributor', 'yes', 'group-staff', 'yes', 'tables', 'auto', 'stones', 'auto',
    'ask-remove', 'yes', 'remove', 'What should we take away from sending a grinder in?',
    'ask-keep', 'yes', 'keep', 'What needs to stay exactly as it is?',
    'ask-story', 'yes', 'story', 'Tell us about the last time: where did it get stuck?',
    'opens', pg_temp.on_day(119), 'until', pg_temp.on_day(109), 'tables_until', pg_temp.on_day(103),
    'hear', pg_temp.on_day(96), 'choose', pg_temp.on_day(89), 'report', pg_temp.on_day(36),
    'token', md5('burrs'))::text, '[]') \g /dev/null
select pg_temp.day(121, 'burrs published') \g /dev/null
select pg_temp.act('Mona Dahl', 'round_publish', '1', '{}') \g /dev/null

select pg_temp.card(118.4, 1, 'two forms', 'Ada Lindqvist', 'remove', 'name', 'The form behind the form. I typed my '
        'address on your website and then found the same form on paper in the parcel, to be filled in with a pen. My '
        'grinder was already wrapped by then.'),
       pg_temp.card(118.2, 1, 'the call', 'Owen Pritchard', 'remove', 'text', 'Take away the telephone call to get a '
               'number. I work nights. At the hour when the bench picks up I am asleep.'),
       pg_temp.card(117.0, 1, 'asked again', 'Sabine Albrecht', 'remove', 'name', 'My customers fill in everything at my '
               'counter, and two days later the mill asks them the same again by letter. They think that I have lost the '
               'first one. I would drop the second asking before anything else.'),
       pg_temp.card(116.1, 1, 'tissue', 'Dorothea Kling', 'remove', 'none', 'The tissue paper around every single part in '
               'the little bag. I kept it for a year because I thought that it must be for something.'),
       pg_temp.card(115.3, 1, 'beans', 'Tomasz Wilk', 'remove', 'name', 'Half of the grinders arrive with beans in the '
               'hopper, and I sort them out with tweezers before I can begin. I would take away the line "send it as it '
               'is" from our own page.'),
       pg_temp.card(118.0, 1, 'letter', 'Ingrid Halvorsen', 'keep', 'name', 'The letter from the bench, by hand, with a '
               'name under it. It is the reason why I trust the thing for another five years.'),
       pg_temp.card(116.6, 1, 'my own', 'Piotr Zieliński', 'keep', 'text', 'That I get back my own grinder and not '
               'another one. There is a dent in mine from my father''s kitchen floor.'),
       pg_temp.card(114.9, 1, 'old parts', 'Ben Okafor', 'keep', 'name', 'The bag with the worn parts. I lay it on the '
               'counter: look, that is what three years of light roasts do to steel. No leaflet explains it better.'),
       pg_temp.card(114.2, 1, 'the slip', 'Hattie Boone', 'keep', 'name', 'The paper slip has to stay. It lies beside the '
               'grinder from the first screw to the last, and it is my only proof of whose grinder I have in my hands.'),
       pg_temp.card(113.7, 1, 'price first', 'Noor Rahman', 'keep', 'text', 'That you say the price before you begin, and '
               'keep to it. It is the one thing that I never have to explain to anybody.'),
       pg_temp.card(117.5, 1, 'day six', 'Callum Reid', 'story', 'name', 'Day six. The parcel had arrived, says the post. '
               'From the mill not a word. I wrote two e-mails and felt like a nuisance. On day eleven it came home, '
               'perfect, with that kind letter, and I was cross with myself.'),
       pg_temp.card(116.9, 1, 'printer', 'Fatima El Idrissi', 'story', 'text', 'At the label. I have no printer. The '
               'library prints for ten pence, on weekdays until five, so the parcel stood in my hall until I had a day off.'),
       pg_temp.card(115.8, 1, 'blade', 'Margit Szabó', 'story', 'text', 'Eleven days without a grinder. I borrowed one '
               'with a blade from my neighbour, and now she knows what I say about hers.'),
       pg_temp.card(112.6, 1, 'two posts', 'Yuki Tanabe', 'story', 'none', 'In the customs papers. The description said '
               '"used machine part", and they asked me what the machine does. I wrote: it grinds coffee, slowly.'),
       pg_temp.card(111.8, 1, 'guess', 'Cleo Marchetti', 'story', 'name', 'With us, in the drawing office: nobody tells '
               'us which part was worn. I draw the next cone from three letters that somebody happened to keep.') \g /dev/null

select pg_temp.reply(108.2, 1, 'two forms', 'distributor', 'builds', 'And a third one, if you count the card that we fill '
        'in at the shop.'),
       pg_temp.reply(107.5, 1, 'two forms', 'staff', 'differs', 'From my side of the bench the paper one is the proof. If '
               'one of the two has to go, let it be the one on the screen.'),
       pg_temp.reply(108.0, 1, 'the call', 'customer', 'story', 'Last November I rang on three days in a row, always in '
               'my lunch break, which is theirs too.'),
       pg_temp.reply(107.9, 1, 'day six', 'customer', 'builds', 'One line would do: it is here, we open it on Thursday. '
               'Nobody needs to promise anything.'),
       pg_temp.reply(107.0, 1, 'day six', 'distributor', 'builds', 'My customers ask me, and I ask the mill, and then two '
               'people are waiting.'),
       pg_temp.reply(106.6, 1, 'printer', 'customer', 'builds', 'A label in the first parcel, when the grinder is new. It '
               'can lie in the tin for years.'),
       pg_temp.reply(107.7, 1, 'the slip', 'customer', 'ask', 'What stands on the slip that does not stand on the screen?'),
       pg_temp.reply(107.1, 1, 'the slip', 'distributor', 'differs', 'At my counter the slip is the thing that gets lost. '
               'What never gets lost is the number inside the lid.'),
       pg_temp.reply(107.4, 1, 'old parts', 'customer', 'builds', 'And write on the bag what each of them was called. I '
               'had to look it up.'),
       pg_temp.reply(106.9, 1, 'blade', 'distributor', 'story', 'We once lent somebody the one from the shop window. She '
               'came back with cake.'),
       pg_temp.say(105.6, 1, 'two forms', 'customer', 2, 'I put the grinder into the box it came in, write nothing at '
               'all, and get a line on Monday.'),
       pg_temp.say(105.3, 1, 'the slip', 'distributor', 2, 'Then I take it over the counter, read the number in the lid, '
               'and that is the whole of the paperwork.'),
       pg_temp.say(105.1, 1, 'day six', 'staff', 2, 'Then I open the crate in the morning and know which of them waits '
               'for a part.'),
       pg_temp.say(103.9, 1, 'two forms', 'distributor', 3, 'Ten minutes less for each grinder. In December that is a day.'),
       pg_temp.say(103.7, 1, 'day six', 'customer', 3, 'I would stop counting the days, and stop writing to '
               'you.') \g /dev/null
-- Too late for the tables, and read all the same.
select pg_temp.card(101.5, 1, 'spare', 'Leila Haddad', 'remove', 'text', 'The waiting itself. Sell me the burrs and the '
        'key, and let me do it at my own table. The film is good enough.') \g /dev/null

select pg_temp.day(98, 'burrs heard') \g /dev/null
select pg_temp.insight(1, 'twice', 'remove', 'The same things are asked twice, and some are asked three times.', 'two '
        'forms', 'asked again', 'the call'),
       pg_temp.insight(1, 'silence', 'better', 'Between the post and the letter there are nine days of silence.', 'day '
               'six', 'blade'),
       pg_temp.insight(1, 'own hands', 'keep', 'People send in this grinder, and this one has to come back, with a letter '
               'and its worn parts.', 'letter', 'my own', 'old parts'),
       pg_temp.insight(1, 'proof', 'disagreement', 'Customers see a form too many where the bench sees the only proof of '
               'whose grinder it is.', 'two forms', 'the slip'),
       pg_temp.insight(1, 'label', 'surprise', 'The label needs a printer, and many kitchens have '
               'none.', 'printer') \g /dev/null
select pg_temp.look(1), pg_temp.act('Mona Dahl', 'round_hear', '1') \g /dev/null
select pg_temp.stones(96, 1) \g /dev/null

select pg_temp.day(90, 'burrs chosen') \g /dev/null
select pg_temp.priority(1, 1, 'twice', 'It costs most time for each parcel, on both sides of the counter, and nobody at '
        'the tables defended it.'),
       pg_temp.priority(1, 2, 'silence', 'Eleven days are long; eleven days without a word are longer. A word costs us a '
               'minute.'),
       pg_temp.priority(1, 3, 'label', 'It is small, we had not seen it, and it stops people at their own front door.'),
       pg_temp.action(1, 'one line', 'silence', 'small', 68, 'Maud Harrow', 'Maud Harrow and Tomasz Wilk', 'One line to '
               'the owner on the day when a grinder arrives at the bench'),
       pg_temp.action(1, 'one form', 'twice', 'larger', 54, 'Mona Dahl', 'Mona Dahl with the shops in Leeds and '
               'Graz', 'Join the forms: asked once, with a printed slip that stays with the grinder'),
       pg_temp.action(1, 'label in box', 'label', 'small', 64, 'Hattie Boone', 'Hattie Boone', 'A return label in the tin '
               'of every new grinder') \g /dev/null
select pg_temp.act('Mona Dahl', 'round_choose', '1', 'We leave what has to stay as it is: it stays, and there is nothing '
        'to do about it but to go on.') \g /dev/null

select pg_temp.tell(80, 1, 'one line', 'Maud Harrow', 'progress', 'The first week: 31 lines sent, each typed by hand. Two '
        'people wrote back to say thank you for nothing in particular.'),
       pg_temp.tell(70, 1, 'one line', 'Maud Harrow', 'kept', 'Since Monday every owner gets the line on the day of '
               'arrival, from the person who opened the parcel.'),
       pg_temp.tell(66, 1, 'label in box', 'Hattie Boone', 'kept', 'From number 40,212 on, the label lies in the lid of '
               'the tin.'),
       pg_temp.tell(58, 1, 'one form', 'Mona Dahl', 'moved', 'The shop in Graz found a hole: grinders without a number in '
               'the lid, made before 2011. We need two more weeks for these.', 40),
       pg_temp.tell(43, 1, 'one form', 'Mona Dahl', 'kept', 'One form, asked once. What you type is printed on the slip '
               'at the bench. Twelve days later than we first said.') \g /dev/null

select pg_temp.day(39, 'burrs traced') \g /dev/null
select pg_temp.trace(1, 'two forms', 'shaped_action', 'one form'),
       pg_temp.trace(1, 'asked again', 'shaped_action', 'one form'),
       pg_temp.trace(1, 'the slip', 'shaped_action', 'one form'),
       pg_temp.trace(1, 'day six', 'shaped_action', 'one line'),
       pg_temp.trace(1, 'printer', 'shaped_action', 'label in box'),
       pg_temp.trace(1, 'blade', 'in_insight', 'silence'),
       pg_temp.trace(1, 'letter', 'in_insight', 'own hands'),
       pg_temp.trace(1, 'my own', 'in_insight', 'own hands'),
       pg_temp.trace(1, 'old parts', 'in_insight', 'own hands'),
       pg_temp.trace(1, 'the call', 'in_insight', 'twice'),
       pg_temp.trace(1, 'price first', 'not_now', null, 'It stays as it is: we say the price before we begin. There is '
               'nothing that we would do differently next month.'),
       pg_temp.trace(1, 'tissue', 'for_later', null, 'The paper keeps the burrs from rusting on the way. We try waxed '
               'paper when this batch is used up.', -40),
       pg_temp.trace(1, 'beans', 'not_now', null, 'The line stays: people who empty the hopper at home lose the spring. '
               'Tomasz got a sieve instead of the tweezers.'),
       pg_temp.trace(1, 'two posts', 'could_not_use', null, 'We write the customs papers, but we do not know which line '
               'made them ask.', null, 'Which words on the paper did they point at?'),
       pg_temp.trace(1, 'guess', 'for_later', null, 'A list of worn parts is a winter job. We look at it again when the '
               'bench is quiet.', -70),
       pg_temp.trace(1, 'spare', 'not_now', null, 'We tried it in spring with twenty owners: nine of them set the burrs '
               'upside down, and then coffee tastes of steel.') \g /dev/null
select pg_temp.act('Mona Dahl', 'round_report', '1') \g /dev/null
commit;
