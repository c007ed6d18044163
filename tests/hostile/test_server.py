"""What clients may not tell the server about itself."""

from pathlib import Path

from bot.runtime.server import _Server
from tests.conftest import make_settings


def test_no_client_says_under_which_path_we_are_mounted(tmp_path: Path) -> None:
    """A forged SCRIPT_NAME from this machine made every page answer 500."""
    server = _Server(None, make_settings("plain", tmp_path), None, list)
    assert server.cfg.forwarder_headers == []
    assert server.cfg.header_map == "drop"
