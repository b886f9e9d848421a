"""Eight mirrors that know a DHT node and the publisher's id: how soon all of them have what one took in."""

import shutil
import time
import unittest

from mirrors import ReachTest


class EightTest(ReachTest):
    def test_what_one_takes_in_all_have_soon(self):
        node = self.dht(2)
        incoming = self.place / "incoming"
        shutil.copytree(self.incoming, incoming / "talk")
        source = self.daemon("source", watch=str(incoming), role="public", dht_nodes=[node]).start()
        source.has(self.bundle)
        others = [self.daemon("mirror", role="public", dht_nodes=[node]).start() for _ in range(7)]
        cold = max(mirror.has(self.bundle, 40) for mirror in others)
        second = self.publish("second")
        shutil.copytree(self.desk / "second", incoming / "second")
        source.has(second)
        begin = time.monotonic()
        for mirror in others:
            mirror.has(second)
        warm = time.monotonic() - begin
        print(f"cold {cold:.1f} s after its start, warm {warm:.2f} s after the first had it", flush=True)
        self.assertLess(warm, 5)


if __name__ == "__main__":
    unittest.main()
