"""What stands for Redis in tests of followers: a dictionary, which can be away."""

from redis.exceptions import ConnectionError


class FakeRedis:
    """As much of a client as `pam.live.versions` asks."""

    def __init__(self):
        self.kept, self.away, self.asked = {}, False, 0

    def _ask(self):
        self.asked += 1
        if self.away:
            raise ConnectionError("away")

    def set(self, key, value, ex=None, nx=False, xx=False, get=False, keepttl=False):
        self._ask()
        before = self.kept.get(key)
        if not ((nx and before is not None) or (xx and before is None)):
            self.kept[key] = value
        return before if get else True

    def mget(self, *keys):
        self._ask()
        return [self.kept.get(key) for key in keys]
