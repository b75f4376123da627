# SPDX-License-Identifier: Apache-2.0
"""Editing one's own idea: whose it is, what was changed meanwhile, and that no text is lost on the way."""

import concurrent.futures

import pytest

from community import field_errors, form, typed
from harness import document, page

LONG = 'What I wrote for half an hour, with <b>tags</b> & "quotes".\n\nAnd a second paragraph.'


@pytest.fixture
def number(server):
    return server.propose(title='The first title of it', body='The first body.')


def edit(server, number, user='ada', **fields):
    return server.post(f'{server.base}/ideas/{number}/edit', form(**fields), user=user)


def xml(server, number):
    return document(server.get(f'{server.base}/ideas/{number}.xml'))


def test_the_way_of_a_person(server, number):
    path = f'{server.base}/ideas/{number}'
    link, = page(server.get(path, user='ada')).xpath('//a[contains(@href, "/edit")]/@href')
    fields = typed(page(server.get(link, user='ada')))
    assert (fields['title'], fields['body'].strip(), fields['kind'], fields['stage'], fields['version']) == (
        'The first title of it', 'The first body.', 'better', 'use', '1')
    reply = server.post(link, {**fields, 'title': 'The second title of it', 'kind': 'new'}, user='ada')
    assert (reply.status_code, reply.headers['Location']) == (303, f'{path}?done=edited')
    tree = page(server.get(reply.headers['Location'], user='ada'))
    assert tree.xpath('//h1')[0].text_content() == 'The second title of it'
    assert tree.xpath('//*[@role="status"]') and 'edited' in tree.text_content()
    assert 'first' in tree.xpath('//del')[0].text_content() + tree.xpath('//del')[-1].text_content()
    assert xml(server, number).find('idea').get('version') == '2'


def test_only_the_author_sees_the_way(server, number):
    path = f'{server.base}/ideas/{number}'
    for user in (None, 'ben', 'mod'):
        assert '/edit' not in server.get(path, user=user).text
    for user in ('ben', 'mod'):
        reply = server.get(path + '/edit', user=user)
        assert (reply.status_code, page(reply).xpath('//h1')[0].text_content()) == (403, 'Only its author can change this idea')
    assert server.get(path + '/edit').status_code == 401


def test_other_peoples_idea_keeps_the_text(server, number):
    reply = edit(server, number, user='ben', title='What Ben would say', body=LONG, version='1')
    assert reply.status_code == 403
    kept = page(reply).xpath('//*[contains(@class, "cc-keep-text")]')
    assert [k.text_content() for k in kept] == ['What Ben would say', LONG]
    assert xml(server, number).findtext('idea/title') == 'The first title of it'


def test_unknown_idea_keeps_the_text(server):
    reply = edit(server, 999999, title='Too late, perhaps', body=LONG, version='1')
    assert reply.status_code == 404 and LONG in page(reply).text_content()


def test_changed_meanwhile_keeps_the_text(server, number):
    assert edit(server, number, title='From the other window', version='1').status_code == 303
    reply = edit(server, number, title='From this window', body=LONG, kind='keep', version='1')
    assert reply.status_code == 409
    back = typed(page(reply))
    assert (back['title'], back['body'].strip(), back['kind']) == ('From this window', LONG, 'keep')
    assert page(reply).xpath('//*[@role="alert"]')
    assert xml(server, number).findtext('idea/title') == 'From the other window'
    # Sending it again is meant for what is there now.
    assert back['version'] == '2'
    assert server.post(f'{server.base}/ideas/{number}/edit', back, user='ada').status_code == 303
    assert xml(server, number).findtext('idea/title') == 'From this window'


def test_refused_edit_keeps_the_text_and_its_version(server, number):
    reply = edit(server, number, title='abc', body=LONG, kind='unheard', stage='', version='1')
    tree = page(reply)
    assert reply.status_code == 422 and set(field_errors(tree)) == {'title', 'kind', 'stage'}
    back = typed(tree)
    assert (back['title'], back['body'].strip(), back['version']) == ('abc', LONG, '1')
    assert tree.xpath('//form[contains(@class, "cc-form")]/@action') == [f'{server.base}/ideas/{number}/edit']
    edit(server, number, version='1')  # somebody is faster while the errors are corrected
    assert server.post(f'{server.base}/ideas/{number}/edit',
                       {**back, 'title': 'Now it is long enough', 'kind': 'new', 'stage': 'buy'},
                       user='ada').status_code == 409


def test_signed_out_while_typing_keeps_the_text(server, number):
    reply = edit(server, number, user=None, title='My better title', body=LONG, version='1')
    assert reply.status_code == 401 and reply.headers['Cache-Control'] == 'private, no-store'
    back = typed(page(reply))
    assert (back['title'], back['body'].strip(), back['version']) == ('My better title', LONG, '1')
    assert server.post(f'{server.base}/ideas/{number}/edit', back, user='ada').status_code == 303
    assert xml(server, number).findtext('idea/title') == 'My better title'


@pytest.mark.parametrize('version', ['0', '2', '-1', 'x', "1' or '1'='1", '1 ', '99999999999999999999'])
def test_odd_versions_are_other_versions(server, number, version):
    assert edit(server, number, version=version).status_code == 409
    assert xml(server, number).find('idea').get('version') == '1'


def test_two_at_once_make_one_version(server, number):
    """Of those who edit the same version at the same moment, one wins and the others are told."""
    with concurrent.futures.ThreadPoolExecutor(10) as crowd:
        replies = list(crowd.map(lambda n: edit(server, number, title=f'Title from window {n}', version='1'), range(10)))
    assert sorted(r.status_code for r in replies) == [303] + [409] * 9
    assert xml(server, number).find('idea').get('version') == '2'


def test_sent_twice_is_one_version(server, number):
    token = 'one-form-one-token-one-version-' + str(number)
    first = edit(server, number, title='Sent twice, edited once', version='1', token=token)
    second = edit(server, number, title='Sent twice, edited once', version='1', token=token)
    assert first.status_code == second.status_code == 303 and first.headers['Location'] == second.headers['Location']
    assert xml(server, number).find('idea').get('version') == '2'


def test_votes_stay_and_are_told_apart(server, number):
    server.vote(number, user='ben')
    edit(server, number, title='Quite another title', version='1')
    server.vote(number, user='cleo')
    idea = xml(server, number).find('idea')
    assert (idea.get('votes'), idea.get('earlier')) == ('2', '1')


def test_every_version_is_kept(server, database, number):
    for version in range(1, 9):
        assert edit(server, number, title=f'Title number {version}', version=str(version)).status_code == 303
    assert database.value('select count(*) from cocreate.idea_version where site = %s and idea = %s', (server.site, number)) == 9
    changes = xml(server, number).findall('changes/change')
    assert [c.get('version') for c in changes] == ['9', '8', '7', '6', '5']


def test_changes_are_escaped(server, number):
    edit(server, number, title='<script>alert(1)</script>', body='<img src=x onerror=alert(1)>', version='1')
    edit(server, number, title='"><i>other</i>', body='--> <!--#exec cmd="id" -->', version='2')
    tree = page(server.get(f'{server.base}/ideas/{number}'))
    assert not tree.xpath('//article//script | //i | //img') and not [c for c in tree.iter() if callable(c.tag)
                                                                      and 'exec' in str(c)]
