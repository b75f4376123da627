# SPDX-License-Identifier: Apache-2.0
"""The wording check from the outside: as its own page, in a form that comes back, in what a rule gets. And texts of any
kind in a form of many fields: they arrive as they were typed."""

import datetime
import urllib.parse

import pytest

from harness import document, page
from rounds import House

ROUND = {'title': 'Sending things back', 'language': 'en', 'stage': 'return', 'ask-remove': 'yes',
         'remove': 'What should we remove?',
         'in_our_hands': 'The form, the label.', 'not_in_our_hands': 'The law on refunds.', 'group-customer': 'yes',
         'report': str(datetime.date.today() + datetime.timedelta(days=60))}


def check(server, user='mod', **query):
    return server.get(server.base + '/rounds/wording.xml', user=user, params=query)


def send(server, token, user='mod', **fields):
    return server.post(server.base + '/rounds', {**ROUND, 'token': token, **fields}, user=user)


def test_a_question_is_checked(server):
    finding = document(check(server, lang='en', text='Do you like our new bottle?')).find('findings/finding')
    assert finding.attrib == {'field': 'text', 'rule': 'L1', 'severity': 'stop', 'category': 'liking'}
    assert finding.findtext('reason') and [b.text for b in finding.findall('better') if b.text][1:]


def test_in_the_language_that_is_said(server):
    german = {'text': 'Gefällt Ihnen die neue Flasche?'}
    rules = [document(check(server, lang=lang, **german)).xpath('findings/finding[@severity = "stop"]') for lang in ('de', 'en')]
    assert rules[0] and not rules[1]


def test_nothing_found_is_never_called_good(server):
    root = document(check(server, lang='en', text='What should we remove?'))
    assert root.find('findings') is not None and not root.findall('findings/finding[@severity="stop"]')
    assert document(check(server, lang='en')).find('findings') is None
    assert document(check(server, lang='en', text='')).find('findings') is None


@pytest.mark.parametrize('query', [{'lang': 'tlh', 'text': 'x'}, {'lang': ['en', 'de']}, {'text': 'x' * 2001}, {'text': 'a\x01'},
                                   {'text': ['a', 'b']}])
def test_what_cannot_be_checked(server, query):
    reply = check(server, **query)
    assert reply.status_code == 400 and document(reply).find('error').get('key') == 'parameter'


def test_the_check_is_for_moderators(server):
    for user, status, key in ((None, 401, 'sign-in'), ('ada', 403, 'moderators-only')):
        reply = check(server, user=user, lang='en', text='x')
        assert reply.status_code == status and document(reply).find('error').get('key') == key


def test_a_form_comes_back_with_its_findings(server):
    """At each field, with the reason and what else to ask; and with everything that was typed."""
    reply = send(server, 'token-of-a-wrong-form', title='', remove='Do you like our new bottle?')
    text = page(reply).text_content()
    assert reply.status_code == 422 and 'Do you like our new bottle?' in text + reply.text
    better = [b.text for b in document(check(server, lang='en', text='Do you like our new bottle?')).findall('.//better')]
    assert any(b in text for b in better)


def test_findings_never_come_from_the_form(server, database):
    """The rules keep what the check says, whatever a form claims."""
    reply = send(server, 'token-of-a-liar-0001', remove='Do you like our new bottle?', findings='[]')
    assert reply.status_code == 303
    number = int(reply.headers['Location'].split('/rounds/')[1].partition('/')[0].partition('?')[0])
    rules = database.rows('select rule, severity from cocreate.wording_finding where site = %s and round = %s',
                          (server.site, number))
    assert ('L1', 'stop') in rules


TEXTS = ['"quoted" \\ and \\u0041', "it's; drop table round; --", '{"title": "x"}', 'line\r\nline\n\ttab',
         '\u2028 \u2029 \u00a0', '🫖 Мельница', '<b>&amp;</b>', '$1 %s {n}', '\x7f', '\\']


@pytest.mark.parametrize('n, text', enumerate(TEXTS))
def test_any_text_in_a_form_of_many_fields(server, database, n, text):
    reply = send(server, f'token-of-the-text-{n:04}', in_our_hands='We may: ' + text + '.')
    assert reply.status_code == 303, page(reply).text_content()
    number = int(reply.headers['Location'].split('/rounds/')[1].partition('/')[0].partition('?')[0])
    stored = database.value('select in_our_hands from cocreate.round where site = %s and number = %s', (server.site, number))
    assert stored == 'We may: ' + text.replace('\r\n', '\n') + '.'


@pytest.mark.parametrize('n, value', enumerate([b'%00', b'%FF', b'%EF%BF%BE', b'%01', b'%ED%A0%80']))
def test_what_is_no_text_is_refused_at_its_field(server, n, value):
    body = urllib.parse.urlencode({**ROUND, 'token': f'token-of-no-text-{n:04}'}).encode()
    reply = server.post(server.base + '/rounds', body.replace(b'The+law', b'The+law' + value), user='mod')
    assert reply.status_code == 422 and page(reply).xpath('//*[@aria-invalid="true"][@name="not_in_our_hands"]')


def test_a_field_that_comes_twice(server):
    reply = server.post(server.base + '/rounds', 'title=One&title=Two&token=token-of-two-titles', user='mod')
    assert reply.status_code == 422 and 'One' in reply.text


def test_more_fields_than_a_form_has(server):
    assert server.post(server.base + '/rounds', '&'.join(f'f{n}=1' for n in range(129)), user='mod').status_code == 413


def test_an_action_without_a_page_of_its_own_keeps_what_was_typed(server):
    form = {'outcome': 'for_later', 'reason': 'Words of half an hour'}
    reply = server.post(f'{server.base}/rounds/999/insights/1/traces', form, user='ada')
    assert reply.status_code == 404 and 'Words of half an hour' in reply.text


# ---- in the language of the round

@pytest.fixture(scope='module')
def house(httpd, database, test_dir):
    """An English site with a round that is asked in German, announced."""
    house = House(httpd, database, test_dir)
    house.open_quickly('hana', language='de', title='Waren zurückschicken')
    return house


def test_an_added_question_is_checked_in_the_language_of_its_round(house):
    hana, german = house['hana'], {'slot': 'free', 'text': 'Gefällt Ihnen die neue Flasche?'}
    reply = hana.sends('host', 'ask', german)
    assert reply.status_code == 409 and 'unchecked' not in reply.text
    found = hana.refused('ask', {**german, 'language': 'de'}, 409, 'findings-open')
    assert found.xpath('findings/finding[@field = "text"][@severity = "stop"]')
    for language in ({}, {'language': 'en'}, {'lang': 'de'}):
        hana.refused('ask', {**german, **language}, 409, 'unchecked')
    hana.does('host', 'ask', {'slot': 'free', 'text': 'Was sollen wir am Etikett weglassen?'})


def test_a_slip_is_checked_in_the_language_of_its_round(house):
    hana = house['hana']
    form = hana.form('edit', 'edit')
    assert form.values['language'] == 'de'
    mended = form.filled({'keep': form.values['keep'] + '!'})
    hana.refused('edit', {**mended, 'language': 'en'}, 409, 'unchecked')
    hana.acts('edit', mended)
