"""A refusal is an exception that carries its word."""


class Refused(Exception):
    @property
    def word(self):
        return self.args[0]
