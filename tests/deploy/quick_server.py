"""`jifen serve` over a conversation that is small enough to start at once.

The server, the web side and the store are the real ones; what is tested here lies before them.
"""

from bot.runtime import server
from bot.runtime.settings import Settings
from bot.web.app import create_app
from tests.standin import StandIn

if __name__ == "__main__":
    server.serve(
        Settings.load(env_file=None),
        lambda settings: create_app(settings, brain=StandIn()),
        lambda _: [],
    )
