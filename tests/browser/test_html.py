# SPDX-License-Identifier: Apache-2.0
"""The HTML of every page, as it comes over the line, is valid by the Nu validator; so are fragments, forms that came back
and errors. All of them in one run of the validator, which takes seconds to start."""

import secrets

import pytest

import places
from places import COMMUNITY, IDEA
from round_states import BAD, ROUNDS, WORDS, contested, flagged, played, silent, wrote
from states import IDEAS, changed_idea

FRAGMENTS = ['overview.fragment', 'ideas.fragment?sort=top&limit=5', 'ideas.fragment', 'ideas.fragment?kind=keep&stage=use',
             'ideas.fragment?q=crank&limit=5', 'ideas/similar.fragment?title=The+crank']


def site_pages(demo):
    paths = {'front': '/', 'grinders': '/grinders/', 'care': '/care/', 'about': '/about/',
             'table': '/community/', 'sign-in': '/sign-in/',
             'failed': '/sign-in/?failed&return=%2fcare%2f%3fa%3d%22b', 'bye': '/sign-in/?bye', 'error-403': '/errors/403.shtml',
             'error-500': '/errors/500.shtml', 'error-503': '/errors/503.shtml'}
    for name, path in paths.items():
        for user in (None, 'ada'):
            yield f'site-{name}-{user}', demo.get(path, user)
    yield 'site-error-404', demo.get('/nowhere/', status=404)


def community_pages(demo):
    changed = changed_idea(demo)
    plain = demo.propose('ben', title='<b> & "quotes" \'single\' --> <!-- x', kind='hurts',
                         body='<script>alert(1)</script> & <b>')
    rtl = demo.propose('ben', title='غطاء يبقى مغلقا في الحقيبة',
                       body='# one\n\n###### six\n\n![no](x.png) <http://a.b/?c=d&e=f>')
    paths = {'overview': '/', 'ideas': '/ideas', 'top': '/ideas?sort=top&kind=hurts&stage=use&limit=3', 'page': '/ideas?limit=7',
             'none': '/ideas?sort=new&after=1_1', 'changed': f'/ideas/{changed}',
             'plain': f'/ideas/{plain}', 'rtl': f'/ideas/{rtl}',
             'done': f'/ideas/{changed}?done=voted', 'search': '/ideas?q=crank&kind=hurts', 'nothing': '/ideas?q=zebra"%3C',
             'search-refused': '/ideas?q=%3F', 'similar': '/ideas/similar?title=The+crank',
             'unlike': '/ideas/similar?title=Zebra'}
    for name, path in paths.items():
        for user in (None, 'ada', 'mod'):
            yield f'community-{name}-{user}', demo.get(COMMUNITY + path, user)
    yield 'new', demo.get(f'{IDEAS}/new?kind=keep', 'ada')
    yield 'new-titled', demo.get(f'{IDEAS}/new?title=The+"crank"', 'ada')
    yield 'edit', demo.get(f'{IDEAS}/{changed}/edit', 'ada')


def answers(demo):
    """What comes back when something was wrong."""
    changed, token = changed_idea(demo), secrets.token_urlsafe(24)
    yield 'refused', demo.post(IDEAS, {'title': '"<&', 'body': '<b>' * 5000, 'kind': 'x"<', 'token': token}, 'ada', 422)
    yield 'edit-refused', demo.post(f'{IDEAS}/{changed}/edit', {'title': '', 'version': '3'}, 'ada', 422)
    yield 'changed', demo.post(f'{IDEAS}/{changed}/edit', {**IDEA, 'version': '1'}, 'ada', 409)
    yield 'signed-out', demo.post(IDEAS, {**IDEA, 'token': token}, None, 401)
    yield 'vote-signed-out', demo.post(f'{IDEAS}/{changed}/vote', {'value': '1'}, None, 401)
    yield 'not-yours', demo.get(f'{IDEAS}/{changed}/edit', 'ben', 403)
    yield 'edit-not-yours', demo.post(f'{IDEAS}/{changed}/edit', {**IDEA, 'version': '3'}, 'ben', 403)
    yield 'new-signed-out', demo.get(f'{IDEAS}/new', None, 401)
    yield 'missing', demo.get(f'{IDEAS}/999999', None, 404)
    yield 'unknown', demo.get(f'{COMMUNITY}/nothing/here', None, 404)
    yield 'parameter', demo.get(f'{IDEAS}?sort="><script>', None, 400)
    yield 'method', demo.post(f'{COMMUNITY}/', {}, 'ada', 405)
    yield 'too-large', demo.post(IDEAS, {**IDEA, 'body': 'x' * 300_000}, 'ada', 413)


def round_pages(demo):
    for path in ('', '?phase=open', '/1', '/2', '/3'):
        for user in (None, 'ada', 'mod'):
            yield f'rounds{path}-{user}', demo.get(ROUNDS + path, user)
    paths = [('/new?stage=use', 'mod'), ('/desk', 'mod'), (f'/wording?lang=en&text={BAD}', 'mod'), ('/wording', 'admin'),
             ('/1/mine', 'ada'), ('/1/traces', 'mod'), ('/1/hearing', 'mod'), ('/2/choosing', 'mod'),
             ('/2/traces?from=missing', 'mod'), ('/2/host', 'mod'), ('/3/host', 'mod')]
    yield from ((f'rounds{path}', demo.get(ROUNDS + path, user)) for path, user in paths)
    for path, user in (('/promises', None), ('/promises?phase=late', 'mod'), ('/promises/1', None), ('/promises/9', 'mod'),
                       ('/me', 'ada'), ('/me', 'mod')):
        yield f'{path[1:]}-{user}', demo.get(COMMUNITY + path, user)


def played_pages(demo):
    rounds = {'draft': (played(demo, 'draft', **WORDS),
                        [('', 'mod'), ('/preview', 'mod'), ('/preview', 'admin'), ('/edit', 'mod')]),
              'announced': (played(demo, 'announced'), [('', None), ('/edit', 'mod'), ('/host', 'mod')]),
              'advice': (wrote(demo), [('', 'ada'), ('', 'Walter Nemec'), ('/host', 'mod'), ('/mine', 'ada')]),
              'table': (played(demo, 'table'), [('', 'ben'), ('/tables/1', 'ada'), ('/tables/1', 'Walter Nemec')]),
              'hearing': (flagged(demo), [('', 'ada'), ('/tables/1', 'cleo'), ('/hearing', 'mod')]),
              'choosing': (played(demo, 'choosing'), [('', 'ada'), ('', 'ben'), ('/choosing', 'mod')]),
              'reported': (contested(demo), [('', 'ben'), ('/mine', 'ada'), ('/mine', 'Ines Duarte'), ('/traces', 'mod')]),
              'empty': (silent(demo), [('', None), ('/host', 'mod')]),
              'learned': (silent(demo, 'closed'), [('', 'mod')])}
    for name, (round, pages) in rounds.items():
        for page, user in pages:
            link = f'?link={round.links[user]}' if user in round.links else ''
            yield f'{name}{page}-{user}', demo.get(round.path + page + link, None if link else user)
    hearing = flagged(demo)
    for user, card in (('ada', 'ada'), ('ada', 'cleo'), ('admin', 'ben')):
        yield f'card-{card}-{user}', demo.get(f'{hearing.path}/cards/{hearing.cards[card]}', user)


def round_answers(demo):
    """What comes back when something was wrong with a form of a round."""
    token, quotes = secrets.token_urlsafe(24), '"<&\'>'
    card = {'question': '1', 'share': 'none', 'token': token}
    draft, table, hearing = played(demo, 'draft', **WORDS), played(demo, 'table'), flagged(demo)
    yield 'round-refused', demo.post(ROUNDS, {'title': quotes, 'better': BAD, 'ask-better': 'yes', 'token': token}, 'mod', 422)
    yield 'round-edit-refused', demo.post(f'{draft.path}/edit', {'title': '', 'remove': quotes * 200, 'version': '1'}, 'mod', 422)
    yield 'publish-refused', demo.post(f'{draft.path}/publish', {'override-3': quotes}, 'mod', 403)
    yield 'publish-open', demo.post(f'{draft.path}/publish', {'accept-3-x': 'yes'}, 'mod', 409)
    yield 'card-refused', demo.post(f'{ROUNDS}/3/cards', {**card, 'body': '', 'share': quotes}, 'cleo', 422)
    yield 'card-signed-out', demo.post(f'{ROUNDS}/3/cards', {**card, 'body': quotes}, None, 401)
    yield 'reply-refused', demo.post(f'{table.path}/tables/1/replies', {
        'card': table.cards['ada'], 'course': '1', 'kind': 'differs', 'body': quotes, 'token': token}, 'ben', 422)
    yield 'insight-refused', demo.post(f'{hearing.path}/insights', {'sentence': quotes, 'kind': '', 'token': token}, 'mod', 422)
    yield 'trace-refused', demo.post(f'{ROUNDS}/2/cards/{first_card(demo)}/trace',
                                     {'outcome': 'for_later', 'again': quotes}, 'mod', 422)
    yield 'host-refused', demo.post(f'{ROUNDS}/3/links',
                                    {'guest': quotes * 50, 'guest_group': quotes, 'token': token}, 'mod', 422)
    yield 'moved-on', demo.post(f'{ROUNDS}/1/cards', {**card, 'body': quotes}, 'ben', 409)
    yield 'hosts-only', demo.get(f'{ROUNDS}/3/host', 'ada', 403)
    yield 'no-round', demo.get(f'{ROUNDS}/999999', None, 404)
    yield 'link-gone', demo.get(f'{ROUNDS}/3?link=3.1.9.0', None, 410)


def first_card(demo):
    return demo.xml(f'{ROUNDS}/2/traces.xml', 'mod').find('cards/card').get('number')


def elsewhere(annex):
    for name in ('empty', 'bare', 'deutsch'):
        for path in ('/', '/ideas', '/ideas/1', '/rounds', '/rounds/1', '/promises'):
            status = 404 if name == 'empty' and path.endswith('/1') else 200
            yield f'{name}{path.replace("/", "-")}', annex.get(f'/{name}{path}', status=status)
    yield 'bare-new', annex.get('/bare/ideas/new', 'ada')
    yield 'bare-error', annex.get('/bare/nothing', status=404)
    yield 'down', annex.dead.get('/bare/', status=503)


def fragments(demo, annex):
    changed = changed_idea(demo)
    for i, path in enumerate([*FRAGMENTS, f'ideas/{changed}.fragment']):
        for user in (None, 'ada'):
            yield f'fragment-{i}-{user}', demo.get(f'{COMMUNITY}/{path}', user)
    for path in ('rounds', 'rounds/1', 'rounds/2', 'rounds/3', 'promises', 'promises/1'):
        yield f'fragment-{path}', demo.get(f'{COMMUNITY}/{path}.fragment', 'ada')
    yield 'fragment-vote', demo.post(f'{IDEAS}/{changed}/vote.fragment', {'value': '1'}, 'mod', 200)
    yield 'fragment-empty', annex.get('/empty/ideas.fragment')
    yield 'fragment-missing', demo.get(f'{IDEAS}/999999.fragment', status=404)


@pytest.fixture(scope='module')
def found(demo, annex, test_dir):
    """What the validator says about all of it."""
    pages = {}
    for name, reply in [*site_pages(demo), *community_pages(demo), *answers(demo), *round_pages(demo), *played_pages(demo),
                        *round_answers(demo), *elsewhere(annex)]:
        assert reply.headers['Content-Type'].lower() == 'text/html; charset=utf-8', name
        pages[name] = reply.content
    for name, reply in fragments(demo, annex):
        assert b'<html' not in reply.content, name
        pages[name] = places.as_document(reply.content)
    # So that a validator that reads nothing is noticed.
    pages['zz-known-to-be-wrong'] = places.as_document(b'<p><div id=a></div></p><i id=a></i>')
    return pages, places.validate(pages, test_dir / 'html')


def test_the_validator_looks(found):
    pages, messages = found
    assert len(pages) > 160
    assert any(m.startswith('zz-known-to-be-wrong') for m in messages)


def test_all_html_is_valid(found):
    messages = [m for m in found[1] if not m.startswith('zz-known-to-be-wrong')]
    assert not messages, '\n'.join(messages)
