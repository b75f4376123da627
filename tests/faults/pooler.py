# SPDX-License-Identifier: Apache-2.0
"""A private pgbouncer in front of a private PostgreSQL, as docs/install.md describes it. It does not run as root."""

import shutil
import subprocess

from harness import wait_until
from servers import ROOT, WEBUSER, end, free_port, spawn

SETTINGS = '''\
[databases]
@database@ = host=@host@ dbname=@database@

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = @port@
unix_socket_dir =
auth_type = trust
auth_file = @root@/users
pool_mode = @mode@
default_pool_size = @size@
max_client_conn = 200
logfile = @root@/pgbouncer.log
'''


class Pgbouncer:
    def __init__(self, root, database, mode='transaction', size=3):
        root.mkdir(parents=True)
        self.port = free_port()
        self.conninfo = f'host=127.0.0.1 port={self.port} dbname={database.name} user=cocreate_web'
        places = {'root': root, 'database': database.name, 'host': database.cluster.host, 'port': self.port, 'mode': mode,
                  'size': size}
        text = SETTINGS
        for name, value in places.items():
            text = text.replace(f'@{name}@', str(value))
        (root / 'pgbouncer.ini').write_text(text)
        (root / 'users').write_text('"cocreate_web" ""\n')
        user = {'user': WEBUSER, 'group': WEBUSER, 'extra_groups': []} if ROOT else {}
        if ROOT:
            shutil.chown(root, WEBUSER)
        self.process = spawn([shutil.which('pgbouncer', path='/usr/sbin:/usr/bin'), '-q', str(root / 'pgbouncer.ini')], cwd='/',
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user)
        log = root / 'pgbouncer.log'
        wait_until('pgbouncer listens',
                   lambda: self.process.poll() is not None or (log.exists() and 'process up' in log.read_text()))
        assert self.process.poll() is None, log.read_text()

    def stop(self):
        end(self.process)
