"""Heads in a DHT of our own: docs/formats.md section 4."""

import unittest

from mirrors import ReachTest


class HeadsTest(ReachTest):
    def test_a_head_that_a_mirror_hung_up_tells_of_a_feed_that_is_kept_back(self):
        node = self.dht()
        source = self.source(role="public", dht_nodes=[node])
        reader = self.daemon("mirror", peers=[source.peer], dht_nodes=[node]).start()
        reader.has(self.bundle)
        reader.stop()
        # The source takes in a second feed, hangs up its head and is gone.
        self.publish("second")
        source.stop()
        source.keys["watch"] = str(self.desk / "second")
        source.start().says("seq=2")
        source.says("head-read-back", 40)
        source.stop()
        reader.start().says('labels="suspected-freeze"', 40)
        self.assertIn("seq=1", reader.log)


if __name__ == "__main__":
    unittest.main()
