"""JSON as `json.loads` gives it and `json.dumps` takes it: the edge at which values have no type.

What is read from such an object is checked before it goes on: facts by `scoring.parse_facts`,
sessions by `handlers.session`, answer files by `replies.catalogue`.
"""

from collections.abc import Mapping
from typing import Any

JsonObject = dict[str, Any]
JsonMapping = Mapping[str, Any]
"""An object that is only read."""
