-- SPDX-License-Identifier: Apache-2.0
-- A round that asks right now. Nobody sees what the others wrote; Ada and Ben have not written yet.
begin;
select pg_temp.day(6, 'tin') \g /dev/null
select pg_temp.act('Mona Dahl', 'round_save', null, jsonb_build_object(
    'title', 'What lies in the tin',
    'language', 'en', 'stage', 'receive', 'newness', 'usual',
    'in_our_hands', 'Everything in the tin and around it: brush, key, papers, wrapping, the tin itself.',
    'not_in_our_hands', 'The carton of the post, and that the tin must survive a staircase.',
    'leaning', 'We lean towards leaving out the brush, because most of you seem to have a better one.',
    'group-customer', 'yes', 'group-distributor', 'yes', 'group-staff', 'yes', 'tables', 'auto', 'stones', 'auto',
    'ask-remove', 'yes', 'remove', 'What should we take out of the tin?',
    'ask-keep', 'yes', 'keep', 'What needs to stay in it?',
    'ask-useful', 'yes', 'useful', 'Which of these things did you use in the last month, and for what?',
    'opens', pg_temp.on_day(4), 'until', pg_temp.on_day(-6), 'tables_until', pg_temp.on_day(-12),
    'hear', pg_temp.on_day(-19), 'choose', pg_temp.on_day(-26), 'report', pg_temp.on_day(-80),
    'token', md5('tin'))::text, '[]') \g /dev/null
select pg_temp.day(5, 'tin published') \g /dev/null
select pg_temp.act('Mona Dahl', 'round_publish', '3', '{}'),
       pg_temp.act('Mona Dahl', 'round_invite', '3', E'ada\nben', 'You told us about the form behind the form. Whoever '
               'sees that sees what lies too much in a tin.') \g /dev/null

select pg_temp.card(3.8, 3, 'brush', 'Anneke de Vries', 'remove', 'text', 'The brush. I have four of them now, one for '
        'each grinder that I gave away as a present.'),
       pg_temp.card(3.1, 3, 'plastic', 'Rosa Quispe', 'remove', 'name', 'The plastic around the burrs. The tin is tight; '
               'what is it there for?'),
       pg_temp.card(2.9, 3, 'key', 'Piotr Zieliński', 'keep', 'text', 'The key, on its string. Without the string I would '
               'have lost it in the first week.'),
       pg_temp.card(2.6, 3, 'window', 'Amélie Tremblay', 'keep', 'name', 'The tin itself. People buy it with their eyes, '
               'from across the street, before they have read a word.'),
       pg_temp.card(2.2, 3, 'tweezers', 'Tomasz Wilk', 'keep', 'name', 'The brush has to stay. Those who do not have one '
               'take a knife, and then I see them at the bench.'),
       pg_temp.card(1.7, 3, 'letters', 'Leila Haddad', 'useful', 'none', 'The tin, every day, for letters. The brush '
               'twice, for the typewriter.') \g /dev/null
commit;
