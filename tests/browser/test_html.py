# SPDX-License-Identifier: Apache-2.0
"""The HTML of every page, as it comes over the line, is valid by the Nu validator; so are fragments, forms that came back
and errors. All of them in one run of the validator, which takes seconds to start."""

import secrets

import pytest

import places
from places import COMMUNITY, IDEA
from states import IDEAS, changed_idea

FRAGMENTS = ['overview.fragment', 'ideas.fragment?sort=top&limit=5', 'ideas.fragment', 'ideas.fragment?kind=keep&stage=use']


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
             'done': f'/ideas/{changed}?done=voted'}
    for name, path in paths.items():
        for user in (None, 'ada', 'mod'):
            yield f'community-{name}-{user}', demo.get(COMMUNITY + path, user)
    yield 'new', demo.get(f'{IDEAS}/new?kind=keep', 'ada')
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


def elsewhere(annex):
    for name in ('empty', 'bare', 'deutsch'):
        for path in ('/', '/ideas', '/ideas/1'):
            status = 404 if (name, path) == ('empty', '/ideas/1') else 200
            yield f'{name}{path.replace("/", "-")}', annex.get(f'/{name}{path}', status=status)
    yield 'bare-new', annex.get('/bare/ideas/new', 'ada')
    yield 'bare-error', annex.get('/bare/nothing', status=404)
    yield 'down', annex.dead.get('/bare/', status=503)


def fragments(demo, annex):
    changed = changed_idea(demo)
    for i, path in enumerate([*FRAGMENTS, f'ideas/{changed}.fragment']):
        for user in (None, 'ada'):
            yield f'fragment-{i}-{user}', demo.get(f'{COMMUNITY}/{path}', user)
    yield 'fragment-vote', demo.post(f'{IDEAS}/{changed}/vote.fragment', {'value': '1'}, 'mod', 200)
    yield 'fragment-empty', annex.get('/empty/ideas.fragment')
    yield 'fragment-missing', demo.get(f'{IDEAS}/999999.fragment', status=404)


@pytest.fixture(scope='module')
def found(demo, annex, test_dir):
    """What the validator says about all of it."""
    pages = {}
    for name, reply in [*site_pages(demo), *community_pages(demo), *answers(demo), *elsewhere(annex)]:
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
    assert len(pages) > 80
    assert any(m.startswith('zz-known-to-be-wrong') for m in messages)


def test_all_html_is_valid(found):
    messages = [m for m in found[1] if not m.startswith('zz-known-to-be-wrong')]
    assert not messages, '\n'.join(messages)
