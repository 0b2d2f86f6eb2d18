"""A token and what comes with it: whose it is decides what it may do, and how often. Knows no call."""

from dataclasses import dataclass, field

from bot.limits import Rate

# dev.vk.com, api-requests: 20 calls a second with a community's token, 3 with a person's. A bucket lets burst + rate *
# time through.
COMMUNITYS_CALLS, PERSONS_CALLS = Rate(burst=4, per_s=15), Rate(burst=1, per_s=2)


@dataclass(frozen=True, slots=True)
class Credential:
    """`variable` is the setting that it comes from, `rights` are those that it needs, as the owner reads them; so many
    `clients` call with it at once."""

    token: str = field(repr=False)
    variable: str
    rights: str
    calls: Rate
    clients: int

    def words(self, advice: str) -> str:
        """What the owner is told, with what this token is called and needs."""
        return advice.format(variable=self.variable, rights=self.rights)
