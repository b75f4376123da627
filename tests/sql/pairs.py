# SPDX-License-Identifier: Apache-2.0
"""Two people at the same moment: the first has acted and not committed when the second acts."""

import concurrent.futures

from conftest import outcome, until


class Turn:
    """A session of its own at the time of the house, with a thread in which it may wait."""

    def __init__(self, house):
        self.house = house
        self.connection = house.database.connect(autocommit=False)
        with self.connection.cursor() as cursor:
            cursor.execute("select set_config('cocreate.now', %s, false)", [house.now.isoformat()])
        self.connection.commit()
        self.worker = concurrent.futures.ThreadPoolExecutor(1)

    def start(self, action, who, given):
        """Calls an action, or runs SQL when that is all that is given; goes on when it is done or waits."""
        def run():
            with self.connection.cursor() as cursor:
                if who is None:
                    cursor.execute(action)
                    return None
                cursor.execute(self.house.statement(action), self.house.arguments(action, who, given))
                return outcome(cursor)

        self.doing = self.worker.submit(run)
        until(lambda: self.doing.done() or self.waits(), f'{action} to end or to wait')

    def waits(self):
        return self.house.database.value('select cardinality(pg_blocking_pids(%s)) > 0', self.connection.info.backend_pid)

    def end(self, how='commit'):
        until(self.doing.done, 'the session to end')
        self.worker.shutdown()
        try:
            return self.doing.result()
        finally:
            getattr(self.connection, how)()
            self.connection.close()


def at_once(house, first, second, end='commit'):
    """Both actions, each (action, who, {field: value}), the second while the first is not committed. Answers what each said
    and whether the second had to wait. end: 'rollback' takes the first one back."""
    a, b = Turn(house), Turn(house)
    a.start(*first)
    b.start(*second)
    waited = b.waits()
    return a.end(end), b.end(), waited
