# SPDX-License-Identifier: Apache-2.0
"""The httpd of the bench: one server with the product at several places, and Apache's own files beside it.

The names of the places have the same length, so the pages at them do.
"""

import data
import plan
import words
from harness import Httpd

MAIN, BARE, PAGE, SESS, VOTE = (f'/{name}/cocreate' for name in ('main', 'bare', 'page', 'sess', 'vote'))

READER = 'voter1'       # has voted for some ideas of the list
IDEAS = 1000            # in the database behind it
OPEN_ROUND = data.rounds(IDEAS) + 1

# What a webmaster would set for so many connections, and the report shows. All 200 may come to one child, and event closes idle
# connections when the workers of a child are all busy.
MPM = '''\
StartServers 2
ServerLimit 2
ThreadLimit 256
ThreadsPerChild 256
MinSpareThreads 1
MaxSpareThreads 512
MaxRequestWorkers 512
MaxConnectionsPerChild 0
KeepAlive On
MaxKeepAliveRequests 0
MaxMemFree 256
'''

# The harness writes a test's server: without .htaccess, without debug lines, it is like any other.
SERVER = MPM + '''\
LogLevel warn
<Directory "@docroot@">
    AllowOverride None
</Directory>
<IfModule cocreate_module>
LogLevel cocreate:warn
# As many connections as readers at once: who waits for one is switched out twice.
CocreatePoolSize 8
# Rendered afresh for each request.
<Location "@bare@">
    @common@
    CocreateCache off
</Location>
# In the site's own page.
<Location "@page@">
    @common@
    CocreateShell /shell.shtml
</Location>
# Signed in by a session in an encrypted cookie.
<Location "/sess">
    AuthType form
    AuthName bench
    AuthFormProvider file
    AuthUserFile "@root@/users"
    AuthFormSitePassphrase bench
    Session On
    SessionCookieName bench path=/;HttpOnly
    SessionCryptoPassphrase bench
    SessionMaxAge 86400
    SessionExpiryUpdateInterval 3600
    Require all granted
</Location>
<Location "/sess/sign-in">
    SetHandler form-login-handler
    AuthFormLoginSuccessLocation /
</Location>
<Location "@sess@">
    @common@
    CocreateOptionalLogin on
</Location>
# A sign-in that takes everybody at once: a file of 200,000 users would be read from its top for each vote.
<Location "@vote@">
    @common@
    AuthType Basic
    AuthName bench
    AuthBasicProvider anon
    Anonymous *
    Anonymous_VerifyEmail off
    Anonymous_MustGiveEmail off
    Anonymous_LogEmail off
    CocreateOptionalLogin on
</Location>
</IfModule>
'''
COMMON = f'''\
CocreateSite {plan.SITE}
    CocreateTheme "@repo@/conf/theme"
    CocreateMemberName "%{{REMOTE_USER}}"
    CocreateMemberGroup customer
    Require all granted'''

AROUND = '<!DOCTYPE html>\n<title>Quernby</title>\n<!--#include virtual="/parts/header.html" -->\n%s\n' \
         '<!--#include virtual="/parts/footer.html" -->\n'
FILES = {
    'shell.shtml': AROUND % '<!--#include virtual="${COCREATE_FRAGMENT}" -->',
    'plain.shtml': AROUND % '<!--#include virtual="/files/page.html" -->',
    'parts/header.html': '<header><a href="/">Quernby</a> <nav><a href="/grinders/">Grinders</a></nav></header>\n',
    'parts/footer.html': '<footer>Quernby makes grinders.</footer>\n',
}


def server(folder, database, product=True):
    text = SERVER.replace('@common@', COMMON)
    for name, place in {'bare': BARE, 'page': PAGE, 'sess': SESS, 'vote': VOTE}.items():
        text = text.replace(f'@{name}@', place)
    # At MAIN the one who signs in stands in a short file of {SHA} digests.
    return Httpd(folder, database, plan.SITE, base=MAIN, members=False, users=[READER], files=FILES, server=text,
                 modules='authn_anon request session session_cookie session_crypto auth_form socache_shmcb watchdog',
                 options={'CocreateMemberName': '"%{REMOTE_USER}"', 'CocreateMemberGroup': 'customer', 'CocreateModerator': None,
                          'CocreateCache': None},    # tests keep nothing, a server does
                 product=product)


def addresses(server, kind):
    """A file of addresses for wrk: many searches, or many titles that somebody is about to propose."""
    form, texts = {
        'search': ('/ideas.fragment?q=%s', words.search_terms(2000)),
        'similar': ('/ideas/similar.fragment?title=%s', words.titles(2000)),
    }[kind]
    path = server.root / f'{kind}.txt'
    path.write_text(''.join(f"{MAIN}{form % text.replace(' ', '+')}\n" for text in texts))
    return path
