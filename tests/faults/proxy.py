# SPDX-License-Identifier: Apache-2.0
"""A TCP proxy between httpd and PostgreSQL that loses its temper when a test says so.

    proxy = Proxy(f'{cluster.host}/.s.PGSQL.5432')       a Unix socket, or ('127.0.0.1', 5433); proxy.target = ... for new ones
    httpd(..., conninfo=proxy.conninfo(database))

What can happen, to all connections, those that are there and those to come, until heal():

    proxy.delay(0.2)             each piece of bytes is held for so long, both ways
    proxy.freeze(), thaw()       nothing moves, nothing is lost; new connections are accepted and stand still, too
    proxy.cut_after(n, times=1)  a connection ends when n more bytes have come from the server; reset=True: with a reset.
                                 times: so many of those that are there, at most; None: each
                                 (what the watchdog of httpd asks on connections of its own is not cut by this)
    proxy.black_hole()           who connects is accepted and never hears anything; those that are there are frozen
    proxy.refuse(), accept()     nobody listens at the port; connections that are there go on
    proxy.reset()                a reset for everybody, now
    proxy.heal()                 all of this is over (connections in the black hole end)
    proxy.stop()

proxy.connections lists those that are open, in the order of their coming; each has freeze(), thaw(), delay(), cut_after(),
reset() for itself, and counts: number (from 1), up (bytes to the server), down (bytes from it). proxy.accepted and proxy.cuts
say how many there were. All of it is called from the test; the bytes move in one thread of the proxy's own.
"""

import asyncio
import contextlib
import socket
import struct
import threading

MOST = 400  # connections at once; more are closed at the door
PIECE = 65536
WATCHDOG = b'watch.'  # the names of its statements begin so
SCHEMA = b'migration'  # what each new connection asks first


def reset_at_close(writer):
    writer.get_extra_info('socket').setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))


class Connection:
    def __init__(self, proxy, number, client):
        self.proxy, self.number, self.client, self.server = proxy, number, client, None
        self.up = self.down = 0
        self.pause, self.left, self.hard = 0, None, False
        self.watchdog = self.asked = False  # whose it is, as far as its statements have told
        self.moving = asyncio.Event()
        self.moving.set()

    # What a test calls.

    def freeze(self):
        self.proxy.call(self.moving.clear)

    def thaw(self):
        self.proxy.call(self.moving.set)

    def delay(self, seconds):
        self.pause = seconds

    def cut_after(self, count, reset=False):
        self.left, self.hard = count, reset

    def reset(self):
        self.proxy.call(self.end, True)

    # In the proxy's thread.

    async def run(self, reader):
        """Both ways, until one of them ends."""
        there, self.server = await self.proxy.open_target()
        ways = [asyncio.ensure_future(self.pump(reader, self.server, False)),
                asyncio.ensure_future(self.pump(there, self.client, True))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def pump(self, reader, writer, down):
        while data := await reader.read(PIECE):
            if self.pause:
                await asyncio.sleep(self.pause)
            await self.moving.wait()
            if down:
                data = self.what_may_pass(data)
                self.down += len(data)
            else:
                self.up += len(data)
                self.watchdog = self.watchdog or WATCHDOG in data
                self.asked = self.asked or data[:1] in (b'P', b'B') and WATCHDOG not in data and SCHEMA not in data
            writer.write(data)
            await writer.drain()
            if down and self.left == 0:
                self.proxy.cuts += 1
                self.end(self.hard)
                return

    def what_may_pass(self, data):
        left = self.left if self.left is not None else self.proxy.cut_here(self)
        if left is None:
            return data
        self.left = max(0, left - len(data))
        return data[:left]

    def end(self, hard=False):
        for writer in filter(None, (self.client, self.server)):
            if hard:
                with contextlib.suppress(OSError):
                    reset_at_close(writer)
            writer.close()


class Proxy:
    def __init__(self, target):
        self.target, self.connections = target, []
        self.accepted = self.cuts = 0
        self._pause, self._frozen, self._hole, self._cut = 0, False, False, None
        self._server, self._tasks = None, set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name='proxy', daemon=True)
        self._thread.start()
        with socket.socket() as s:
            s.bind(('127.0.0.1', 0))
            self.port = s.getsockname()[1]
        self.accept()

    def conninfo(self, database, user='cocreate_web'):
        """What CocreateDatabase says to go this way. Nothing is negotiated, so that bytes can be counted."""
        return f'host=127.0.0.1 port={self.port} dbname={database.name} user={user} sslmode=disable gssencmode=disable'

    # What a test calls.

    def delay(self, seconds):
        self._pause = seconds
        for each in list(self.connections):
            each.delay(seconds)

    def freeze(self):
        self._frozen = True
        for each in list(self.connections):
            each.freeze()

    def thaw(self):
        self._frozen = False
        for each in list(self.connections):
            each.thaw()

    def cut_after(self, count, times=None, reset=False):
        self._cut = [count, times, reset, self.accepted]

    def black_hole(self):
        self.freeze()
        self._hole = True

    def refuse(self):
        if self._server:
            self.call(self._server.close)
        self._server = None

    def accept(self):
        if self._server is None:
            self._server = self._wait(asyncio.start_server(self._serve, '127.0.0.1', self.port, backlog=128))

    def reset(self):
        for each in list(self.connections):
            each.reset()

    def heal(self):
        self._cut = None
        if self._hole:
            self._hole = False
            self.call(self._empty_hole)
        self.delay(0)
        for each in list(self.connections):
            each.left = None
        self.thaw()
        self.accept()

    def stop(self):
        self.refuse()
        self.reset()
        self._wait(self._settle())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    # In the proxy's thread, and the way into it.

    def call(self, function, *arguments):
        async def do():
            function(*arguments)
        self._wait(do())

    def _wait(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)

    async def _settle(self):
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _empty_hole(self):
        for each in self.connections:
            if each.server is None:
                each.end()

    async def open_target(self):
        if isinstance(self.target, tuple):
            return await asyncio.open_connection(*self.target)
        return await asyncio.open_unix_connection(self.target)

    def cut_here(self, connection):
        """After how many bytes this connection is to be cut; None: not at all."""
        if self._cut is None or connection.watchdog:
            return None
        count, times, connection.hard, newest = self._cut
        if times is not None:
            if times == 0 or connection.number > newest or not connection.asked:
                return None
            self._cut[1] -= 1
        return count

    async def _serve(self, reader, writer):
        if len(self.connections) >= MOST:
            writer.close()
            return
        self.accepted += 1
        connection = Connection(self, self.accepted, writer)
        connection.delay(self._pause)
        if self._frozen:
            connection.moving.clear()
        self.connections.append(connection)
        self._tasks.add(asyncio.current_task())
        try:
            if self._hole:
                while await reader.read(PIECE):
                    pass
            else:
                await connection.run(reader)
        except OSError:
            pass  # one of the two sides is gone: so is the connection
        finally:
            connection.end()
            self.connections.remove(connection)
            self._tasks.discard(asyncio.current_task())
