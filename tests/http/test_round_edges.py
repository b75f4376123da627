# SPDX-License-Identifier: Apache-2.0
"""What happens seldom in a round, and has a rule: each edge case by itself, through the forms that people have then."""

import concurrent.futures

import pytest

from rounds import House, form_in, forms_in, number_of, said, stopped, words


@pytest.fixture(scope='module')
def house(httpd, database, test_dir):
    house = House(httpd, database, test_dir)
    house.enter('hugo', 'dana', 'cato', 'cody', 'cem')
    house.set(overdue_promises=100)     # time passes for all rounds of these tests at once
    return house


def text(tree):
    return ' '.join(' '.join(tree.itertext()).split())


def advice(house, *people, body='Drop the second form.', **fields):
    """An open round with a card of each of these people: {login: number}."""
    house.open_quickly('hana', hosts='hugo', **fields)
    house.to('opens_at')
    return {who: card(house, who, body) for who in people}


def card(house, who, body, question=1, do='send', share='text'):
    return number_of(house[who].acts('cards', {'question': question, 'body': body, 'do': do, 'share': share}))


def seal(house, after='16 minutes'):
    house.to('advice_until', after)


def insight(house, *cards, kind='disagreement', sentence='Two forms ask the same thing.'):
    fields = {'kind': kind, 'sentence': sentence, **{f'card-{number}': 'yes' for number in cards}}
    return number_of(house['hana'].acts('insights', fields))


def choose(house, insight):
    house['hana'].acts('priorities', {'insight': insight, 'place': 1, 'reason': 'It costs most time.'})
    house['hana'].acts('actions', {'title': 'Join the forms', 'size': 'small', 'people': 'The returns team', 'keeper': '',
                                   'insight': insight, 'due': house.day(20)})
    house['hana'].acts('chosen')
    return house.database.value('select max(action) from cocreate.action where site = %s', (house.site,))


def report(house, insight, action, *rest):
    house['hana'].acts(f'insights/{insight}/traces', {'outcome': 'shaped_action', 'action': action})
    for number in rest:
        house['hana'].acts(f'cards/{number}/trace', {'outcome': 'not_now', 'reason': 'We lack the people for it now.'})
    house['hana'].acts('report')


def notices(house, who):
    return [(n.get('kind'), int(n.get('round'))) for n in house[who].xml('/me').findall('notices/notice')]


def told(house, who, kind):
    return notices(house, who).count((kind, house.number))


# --- late -----------------------------------------------------------------------------------------------------------------

def test_a_form_that_was_open_at_the_end_is_in_time_for_fifteen_minutes(house):
    advice(house, 'carl', 'cem', 'chen', tables='on')
    forms = [house[who].form('', 'cards', question=1, card='') for who in ('cara', 'coco')]
    seal(house, '14 minutes')
    in_time = house['cara'].posts(forms[0].action, {'token': None, **forms[0].filled({'body': 'Just now.'}, ('do', 'send'))})
    assert 'done=card-sent' in in_time.headers['Location'] and house['cara'].xml('').find('own/card').get('late') is None
    seal(house)
    late = house['coco'].posts(forms[1].action, {'token': None, **forms[1].filled({'body': 'A bit later.'}, ('do', 'send'))})
    assert 'done=card-late' in late.headers['Location'] and house['coco'].xml('').find('own/card').get('late') == 'yes'
    assert house['cara'].xml('').find('mine').get('table') == '1' and house['coco'].xml('').find('mine').get('table') is None
    assert 'A bit later.' not in house['cara'].get('').text
    assert said('late.text') in text(house['coco'].page('')), 'and more is welcome'


def test_late_advice_is_read_and_answered(house):
    cards = advice(house, 'cara', 'carl', 'cem', tables='off')
    seal(house)
    late = card(house, 'coco', 'I come late.')
    first = insight(house, *cards.values())
    stopped(house['hana'].posts('heard', {}), 409, 'cards-unlooked')
    house['hana'].acts('look', {f'card-{late}': 'yes'})
    house['hana'].acts('heard')
    action = choose(house, first)
    house['hana'].acts(f'insights/{first}/traces', {'outcome': 'in_insight'})
    stopped(house['hana'].posts('report', {}), 409, 'cards-without-outcome')
    house['hana'].acts(f'cards/{late}/trace', {'outcome': 'shaped_action', 'action': action})
    house['hana'].acts('report')
    assert 'Join the forms' in text(house['coco'].page('mine'))


@pytest.mark.parametrize('when, stage', [('choosing', 'use'), ('acting', 'help'), ('reported', 'discover')])
def test_what_comes_after_the_hearing_is_carried_on_or_kept(house, when, stage):
    """The form was opened in time; sent too late it comes back with its words, and with two buttons that lose nothing."""
    cards = advice(house, 'carl', 'cem', 'chen', tables='off', stage=stage)
    form = house['cara'].form('', 'cards', question=1, card='')
    draft = card(house, 'cara', 'A draft that waited.', do='draft')
    seal(house)
    first = insight(house, *cards.values())
    house['hana'].acts('heard')
    action = when != 'choosing' and choose(house, first)
    if when == 'reported':
        report(house, first, action)
    assert house.phase() == when

    words_ = f'Too late in {when}, and not lost.'
    came_back = stopped(house['cara'].posts(form.action, {'token': None, **form.filled({'body': words_}, ('do', 'send'))}),
                        409, 'moved-on', words_)
    again = form_in(came_back, house['cara'].url('cards'), question=1, card='')
    assert again.values['body'] == words_
    house['cara'].thanked(house['cara'].posts(again.action, {'token': None, **again.filled({}, ('do', 'next'))}))
    house['cara'].does('', 'cards', {}, ('do', 'me'), card=draft)
    kept = {c.get('kept') for c in house['cara'].xml('/me').findall('kept/card') if int(c.get('round')) == house.number}
    assert kept == {'next', 'me'}
    assert words_ not in house['hana'].get('').text + house['carl'].get('').text

    house.open_quickly('hana', stage=stage)
    house.to('opens_at')
    assert words_ in text(house['cara'].page('')) and 'A draft that waited.' not in text(house['cara'].page(''))
    carried = [f for f in forms_in(house['cara'].page('')) if f.values.get('body') == words_]
    house['cara'].thanked(house['cara'].posts(carried[0].action, {'token': None, **carried[0].filled({}, ('do', 'draft'))}))
    assert house['cara'].xml('').find('own/card').get('state') == 'draft'


# --- taken back, erased, hidden --------------------------------------------------------------------------------------------

def test_taken_back_while_sealed_it_is_gone(house):
    cards = advice(house, 'cara', 'carl')
    house['cara'].acts('cards', {'card': cards['cara'], 'question': 1, 'body': 'Written anew.', 'do': 'send'})
    house['cara'].does('', f'cards/{cards["cara"]}/withdraw')
    left = house.database.value('''select count(*) from cocreate.advice where site = %s and round = %s and adviser =
        (select id from cocreate.member where site = %s and subject = 'cara')''', (house.site, house.number, house.site))
    assert left == 0 and house.value('advisers') == 1
    assert house['cara'].get(f'cards/{cards["cara"]}').status_code == 404
    house['cara'].acts('cards', {'question': 1, 'body': 'Another one.', 'do': 'send'})


def test_taken_back_later_its_place_stays_and_its_insight_goes_back(house):
    cards = advice(house, 'cara', 'carl', 'cem', 'dana', tables='on')
    seal(house)
    house['carl'].acts('tables/1/replies', {'card': cards['cara'], 'kind': 'builds', 'course': 1, 'body': 'And the slip.'})
    house.to('tables_until')
    lone = insight(house, cards['cara'], kind='keep', sentence='What cara said.')
    insight(house, *(cards[who] for who in ('carl', 'cem', 'dana')))
    house['cara'].does('', f'cards/{cards["cara"]}/withdraw')
    table = text(house['carl'].page('tables/1'))
    assert said('card.withdrawn') in table and 'And the slip.' in table
    assert 'Drop the second form.' not in text(house['cara'].page(f'cards/{cards["cara"]}'))
    assert told(house, 'hana', 'insight-empty') == told(house, 'hugo', 'insight-empty') == 1
    stopped(house['hana'].posts('heard', {}), 409, 'insight-without-cards')
    house['hana'].does('hearing', f'insights/{lone}/drop')
    house['hana'].acts('heard')
    assert house['hana'].xml('').find('round').get('cards') == '3'
    gone = house['cara'].posts(f'cards/{cards["cara"]}/withdraw', {})
    assert gone.status_code == 303, 'once more is the same'


@pytest.mark.parametrize('keep_text', [False, True])
def test_an_account_is_erased_and_the_role_stays(house, keep_text):
    house.enter('cruz')
    cards = advice(house, 'carl', 'cem', 'dana', tables='on')
    cards['cruz'] = card(house, 'cruz', 'The label falls off.', share='name')
    seal(house)
    house['carl'].acts('tables/1/replies', {'card': cards['cruz'], 'kind': 'story', 'course': 1, 'body': 'Mine fell, too.'})
    house['cruz'].acts('tables/1/replies', {'kind': 'answer', 'course': 1, 'body': 'A stronger glue.'})
    house.database.run('select cocreate.member_forget(%s, %s, %s)', (house.site, 'cruz', keep_text))
    house.to('tables_until')
    page = house['carl'].xml('')
    erased = page.find(f'cards/card[@number="{cards["cruz"]}"]')
    assert erased.get('group') == 'customer' and (erased.find('body') is not None) == keep_text
    assert erased.get('state') == ('sent' if keep_text else 'erased')
    table = text(house['carl'].page('tables/1'))
    assert 'Mine fell, too.' in table and ('A stronger glue.' in table) == keep_text
    assert len(house['carl'].xml('tables/1').findall('seats/seat')) == 5, 'four, and a host, because no staff gave advice'
    first = insight(house, *(number for who, number in cards.items() if who != 'cruz' or keep_text))
    house['hana'].acts('heard')
    report(house, first, choose(house, first))
    assert 'Cruz' not in ''.join(house[who].get('').text for who in ('carl', 'hana', 'adele'))
    assert house['cruz'].xml('').findall('own/card') == [], 'whoever signs in by that name is new'


def test_a_hidden_card_is_explained_to_its_author_and_to_whoever_told_us(house):
    cards = advice(house, 'cara', 'carl', 'cem', 'chen', tables='off')
    seal(house)
    house['carl'].does(f'cards/{cards["cara"]}', f'cards/{cards["cara"]}/flag', {'reason': 'It names a person.'})
    for who, status, key in (('hana', 403, 'own-round'), ('hugo', 403, 'moderators-only'), ('carl', 403, 'moderators-only')):
        stopped(house[who].posts(f'cards/{cards["cara"]}/hide', {'reason': 'I see it otherwise.'}), status, key)
    assert f'cards/{cards["cara"]}' in house['mona'].get('/rounds/desk').text
    hide = f'cards/{cards["cara"]}/hide'
    house['mona'].does(f'cards/{cards["cara"]}', hide, {'reason': 'It names a person, who did not agree.'})
    for who in ('hana', 'carl', 'sven'):
        assert house[who].get(f'cards/{cards["cara"]}').status_code == 404
        assert str(cards['cara']) not in [c.get('number') for c in house[who].xml('').findall('cards/card')]
    assert told(house, 'cara', 'hidden') == told(house, 'carl', 'flag-answered') == 1
    for who in ('cara', 'carl'):
        assert 'It names a person, who did not agree.' in text(house[who].page('/me')), who
    first = insight(house, *(cards[who] for who in ('carl', 'cem', 'chen')))
    house['hana'].acts('heard')
    report(house, first, choose(house, first))
    assert said('read.hidden.one').strip() in text(house['cleo'].page('')) and house.value('cards') == 4
    other = cards['carl']
    house['cem'].acts(f'cards/{other}/flag', {'reason': 'I see it otherwise.'})
    house['mona'].does(f'cards/{other}', f'cards/{other}/keep')
    assert house['cleo'].get(f'cards/{other}').status_code == 200 and told(house, 'cem', 'flag-answered') == 1


# --- empty, of one mind, without stones ---------------------------------------------------------------------------------

def test_a_round_to_which_too_few_come(house):
    house.draft_quickly('hana', hosts='hugo')
    house['hana'].acts('invite', {'who': 'dana\ncato\ncem', 'why': 'You know returns.'})
    house['hana'].acts('publish')
    house.to('opens_at')
    cards = {who: card(house, who, f'Alone, says {who}.') for who in ('cem', 'cara')}
    seal(house)
    assert (house.phase(), house.value('extensions')) == ('advice', 1)
    assert [told(house, who, 'extended') for who in ('dana', 'cato', 'cem', 'cara')] == [1, 1, 0, 0], 'who have not answered'
    assert house.visitor.xml('/promises').find('events/event').get('kind') == 'moved'
    seal(house)
    assert house.phase() == 'empty'
    stopped(house['hana'].posts('insights', {'kind': 'keep', 'sentence': 'From nothing.', f'card-{cards["cem"]}': 'yes'}),
            409, 'empty', 'From nothing.')
    stopped(house['hana'].posts('heard', {}), 409, 'empty')
    states = {p.get('kind'): p.get('state') for p in house.visitor.xml('').findall('promises/promise')}
    assert states == {'hear': 'released', 'choose': 'released', 'report': 'open'}
    assert said('round.learning.wait') in text(house.visitor.page(''))
    for number in cards.values():
        house['hana'].does('traces', f'cards/{number}/trace', {
            'outcome': 'not_now', 'reason': 'With two of you we cannot decide it.'})
    house['hugo'].does('host', 'learning', {'learning': 'We asked in the wrong week.'})
    assert house.phase() == 'closed' and 'We asked in the wrong week.' in text(house.visitor.page(''))
    for who in cards:
        letter = text(house[who].page('mine'))
        assert f'Alone, says {who}.' in letter and 'With two of you we cannot decide it.' in letter
        assert told(house, who, 'report') == 1
    house.pass_time('30 days')
    assert house.phase() == 'closed' and house.visitor.xml('').find('promises/promise[@kind="report"]').get('state') == 'kept'


def test_all_advice_is_the_same_and_nobody_lays_stones(house):
    cards = advice(house, 'cara', 'carl', 'cem', 'chen', tables='on', stones='on')
    seal(house)
    house.to('tables_until')
    first = insight(house, *cards.values(), kind='remove')
    stopped(house['hana'].posts('heard', {}), 409, 'disagreement-missing')
    house['hugo'].does('hearing', 'agreed', button=('value', 'sign'))
    house['hana'].does('hearing', 'heard')
    assert 'Hugo Brandt' in text(house['cara'].page('')), 'it is signed'
    action = choose(house, first)
    assert said('read.no-stones') in text(house.visitor.page(''))
    report(house, first, action)
    assert 'Hugo Brandt' in text(house['cleo'].page(''))


# --- hosts --------------------------------------------------------------------------------------------------------------

def test_a_host_leaves_and_another_keeps_the_promises(house):
    cards = advice(house, 'cara', 'carl', 'cem', tables='off')
    numbers = {p.get('kind'): p.get('number') for p in house.visitor.xml('').findall('promises/promise')}
    refused = house['hana'].sends(f'/promises/{numbers["hear"]}', f'/promises/{numbers["hear"]}',
                                  {'kind': 'progress', 'text': 'I leave.', 'keeper': 'cara'})
    assert refused.status_code == 422, 'a keeper speaks for the company'
    for number in numbers.values():
        house['hana'].does(f'/promises/{number}', f'/promises/{number}',
                           {'kind': 'progress', 'text': 'I leave the firm.', 'keeper': 'hugo'})
    page = text(house.visitor.page(f'/promises/{numbers["hear"]}'))
    assert 'Hugo Brandt' in page and 'Hana Petrova' in page, 'her name stays in the record'
    assert house['hana'].posts(f'/promises/{numbers["hear"]}', {'kind': 'broken', 'text': 'No.'}).status_code == 403
    stopped(house['hugo'].posts(f'/promises/{numbers["hear"]}', {'kind': 'kept', 'text': 'Done.'}), 409, 'by-the-round', 'Done.')
    seal(house)
    insight(house, *cards.values())
    house['hugo'].acts('heard')
    assert house.visitor.xml(f'/promises/{numbers["hear"]}').find('promise').get('state') == 'kept'


def test_more_time_twice_and_no_third_time(house):
    advice(house, 'cara')
    for reason in ('', 'x' * 5000):
        refused = house['hana'].posts('extend', {'days': 3, 'reason': reason})
        assert refused.status_code == 422 and words(refused)
    for days in ('0', '29', '-2', 'soon', ''):
        assert house['hana'].posts('extend', {'days': days, 'reason': 'A strike.'}).status_code in (409, 422)
    stopped(house['hana'].posts('extend', {'days': '-2', 'reason': 'Enough.'}), 409, 'has-cards', 'Enough.')
    for who in ('cara', 'sven', 'mona'):
        assert house[who].posts('extend', {'days': 3, 'reason': 'More.'}).status_code == 403
    house['hugo'].does('host', 'extend', {'days': '3', 'reason': 'A strike.'})
    house['adele'].acts('extend', {'days': 4, 'reason': 'A storm.'})
    assert house.value('extensions') == 2
    assert not [f for f in forms_in(house['hana'].page('host')) if f.action.endswith('/extend')]
    stopped(house['hana'].posts('extend', {'days': 3, 'reason': 'Once more.'}), 409, 'extended-twice', 'Once more.')
    page = text(house.visitor.page(''))
    assert 'A strike.' in page and 'A storm.' in page
    moves = {p.get('kind'): p.get('moves') for p in house.visitor.xml('').findall('promises/promise')}
    assert moves == {'hear': '2', 'choose': '2', 'report': '2'}
    house.open_quickly('hana', hosts='hugo')
    house.to('opens_at')
    house.to('advice_until', '1 minute')
    stopped(house['hana'].posts('extend', {'days': 3, 'reason': 'Too late.'}), 409, 'too-late-to-extend', 'Too late.')


def test_called_off_the_cards_stay_with_their_writers(house):
    cards = advice(house, 'cara', 'carl', 'cem', stage='buy')
    draft = card(house, 'cara', 'Half a thought.', do='draft')
    house['hana'].does('host', 'cancel', {'reason': 'The product is given up.'})
    assert 'The product is given up.' in text(house.visitor.page(''))
    for promise in house.visitor.xml('').findall('promises/promise'):
        assert promise.get('state') == 'released'
        assert 'The product is given up.' in text(house.visitor.page(f'/promises/{promise.get("number")}'))
    assert [told(house, who, 'cancelled') for who in ('cara', 'carl', 'cem', 'cleo')] == [1, 1, 1, 0]
    house['cara'].does('', 'cards', {}, ('do', 'next'), card=cards['cara'])
    house['cara'].does('', 'cards', {}, ('do', 'me'), card=draft)
    house['carl'].does('', f'cards/{cards["carl"]}/withdraw')
    stopped(house['cem'].posts('cards', {'question': 1, 'body': 'But.', 'do': 'send'}), 409, 'cancelled', 'But.')
    stopped(house['hana'].posts('cancel', {'reason': 'Again.'}), 409, 'cancelled', 'Again.')
    house.open_quickly('hana', stage='buy')
    house.to('opens_at')
    assert 'Drop the second form.' in text(house['cara'].page('')), 'carried on'


def test_a_bad_question_is_struck_and_another_asked_until_half_time(house):
    advice(house, 'cara')
    kept = card(house, 'carl', 'The slip stays.', question=2)
    house['hana'].does('host', 'strike', {'reason': 'It was asked twice.'}, place='2')
    page = house.visitor.page('')
    assert 'It was asked twice.' in text(page) and page.xpath('//del | //s'), 'struck, to be read'
    assert house['carl'].xml('').find('own/card').get('number') == str(kept)
    refused = house['cem'].posts('cards', {'question': 2, 'body': 'And mine.', 'do': 'send'})
    assert refused.status_code == 422 and 'And mine.' in refused.text
    stopped(house['hana'].posts('strike', {'place': 1, 'reason': 'This one, too.'}), 409, 'last-question', 'This one, too.')
    stopped(house['hana'].posts('strike', {'place': 2, 'reason': 'Again, please.'}), 409, 'already-struck', 'Again, please.')
    bad = {'slot': 'free', 'text': 'How much do you like the label?'}
    stopped(house['hana'].sends('host', 'ask', bad), 409, 'findings-open', bad['text'])
    house['hugo'].does('host', 'ask', {'slot': 'better', 'text': ''})
    assert 'What could be better?' in text(house.visitor.page(''))
    house['cem'].acts('cards', {'question': 9, 'body': 'The glue.', 'do': 'send'})
    house.to('opens_at + (r.advice_until - r.opens_at) / 2')
    late = {'slot': 'story', 'text': 'Tell us about the last time.', 'language': 'en'}
    stopped(house['hana'].posts('ask', late), 409, 'half-time-over', late['text'])


def test_two_publish_at_once(house):
    """The second is told what the first did; there is one publishing, and one set of promises."""
    for _ in range(3):
        house.draft_quickly('hana', hosts='hugo')
        with concurrent.futures.ThreadPoolExecutor(2) as threads:
            replies = list(threads.map(lambda who: house[who].posts('publish', {}), ('hana', 'mona')))
        assert sorted(reply.status_code for reply in replies) == [303, 409]
        second = next(reply for reply in replies if reply.status_code == 409)
        stopped(second, 409, 'already-published')
        assert len(house.visitor.xml('').findall('promises/promise')) == 3
        assert [e.get('kind') for e in house.visitor.xml('').findall('log/event')] == ['published']


def test_two_hosts_say_it_at_once(house):
    cards = advice(house, 'cara', 'carl', 'cem', tables='off')
    seal(house)
    insight(house, *cards.values())
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        replies = list(threads.map(lambda who: house[who].posts('heard', {}), ('hana', 'hugo')))
    assert sorted(reply.status_code for reply in replies) == [303, 409]
    stopped(next(reply for reply in replies if reply.status_code == 409), 409, 'already-heard')
    assert told(house, 'cara', 'heard') == 1


# --- who may come in, and what the house owes ---------------------------------------------------------------------------

def test_a_round_for_the_invited(house):
    house.open_quickly('hana', hosts='hugo', invited_only='yes')
    house.to('opens_at')
    stopped(house['cara'].posts('cards', {'question': 1, 'body': 'May I?', 'do': 'send'}), 403, 'invited-only', 'May I?')
    for who in ('cara', 'cem', 'cody'):
        house[who].does('', 'join', button=('value', 'ask'))
    house['cara'].acts('join', {'value': 'ask'})
    people = {p.findtext('name'): p.get('number') for p in house['hana'].xml('host').findall('joins/person')}
    house['hana'].does('host', 'admit', {'why': 'You write well.'}, ('value', 'yes'), invitation=people['Cara Lindholm'])
    house['hana'].does('host', 'admit', {}, ('value', 'no'), invitation=people['Cem Aydin'])
    house['cody'].acts('join', {'value': 'decline'})
    assert 'You write well.' in text(house['cara'].page(''))
    card(house, 'cara', 'Thank you.')
    stopped(house['cem'].posts('cards', {'question': 1, 'body': 'And I?', 'do': 'send'}), 403, 'invited-only', 'And I?')
    house['hana'].acts('invite', {'who': 'dana', 'why': 'You sell it.'})
    house['dana'].does('', 'join', button=('value', 'decline'))
    stopped(house['dana'].posts('cards', {'question': 1, 'body': 'After all.', 'do': 'send'}), 409, 'declined', 'After all.')
    house['dana'].does('', 'join', button=('value', 'accept'))
    card(house, 'dana', 'After all.')


def test_nobody_is_asked_too_often(house):
    house.enter('coco')
    for _ in range(2):
        house.open_quickly('hana', hosts='hugo')
        house['hana'].acts('invite', {'who': 'coco', 'why': 'You know returns.'})
    house.open_quickly('hana', hosts='hugo')
    refused = house['hana'].sends('host', 'invite', {'who': 'coco', 'why': 'Once more.'})
    assert refused.status_code == 422 and 'Once more.' in refused.text
    assert said('wrong.asked-enough') in words(refused)


def test_who_owes_too_much_asks_only_with_an_administrator(httpd, database, test_dir):
    house = House(httpd, database, test_dir)
    house.enter('hugo')
    for _ in range(2):
        advice(house, 'cara', 'carl', 'cem', tables='off')
    house.to('choose_due', '1 day')
    record = house.visitor.xml('/promises').find('record')
    assert (record.get('overdue'), record.get('open')) == ('4', '2')
    house.draft_quickly('hana')
    stopped(house['hana'].posts('publish', {}), 409, 'owing')
    house['adele'].does('preview', 'publish')
    assert house.visitor.xml('').find('round').get('owing') == '4'
    assert said('round.owing.other') in text(house.visitor.page(''))
