"""Understanding: one message into typed dialogue acts, read once.

```
acts = understand(text, Context(today, year, question="insurance", ask="…", choices=()))
```

`acts` tell everything that the message says, in the order of the text (see
`handlers.understanding.acts` for the types and the values). Total: any text gives a tuple, the
empty text the empty one. No state, no I/O: what the reading depends on stands in the context.
"""

from handlers.understanding.acts import Act, Choice, Context, as_json
from handlers.understanding.understand import understand

__all__ = ["Act", "Choice", "Context", "as_json", "understand"]
