"""The processes that these tests start."""

import socket
from pathlib import Path

import pytest

from tests import redis_nodes
from tests.processes import free_port
from tests.redis_nodes import Node


@pytest.mark.parametrize("also", [0, redis_nodes.BUS])
def test_a_node_whose_port_was_taken_starts_on_another(
    also: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (free_port(also=redis_nodes.BUS) for _ in range(2))
    ports = iter([first, second])
    with socket.socket() as other:
        other.bind(("127.0.0.1", first + also))
        other.listen()
        monkeypatch.setattr(redis_nodes, "free_port", lambda **_: next(ports))
        node = Node(tmp_path / "node", "--cluster-enabled", "yes")
        try:
            assert (node.port, node.answers()) == (second, True)
        finally:
            node.close()
