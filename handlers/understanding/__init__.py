"""Understanding: one message into typed dialogue acts, read once.

```
acts = understand(text, Context(today, year, question="insurance", ask="…", choices=()))
```

`acts` tell everything that the message says, in the order of the text (see
`handlers.understanding.acts` for the types and the values). Total: any text gives a tuple, the
empty text the empty one. No state, no I/O: what the reading depends on stands in the context.

`read(slot, text, as_of, ask)` reads one answer to one question, as `jifen parse` shows it.
"""

from handlers.understanding.acts import Act, Choice, Context, acts_as_json
from handlers.understanding.frames import is_level_keyword, sounds_upset, tells_schooling_alone
from handlers.understanding.person import sex_of
from handlers.understanding.readers import SLOTS, Reading, read
from handlers.understanding.sensitive import SENSITIVE, of_somebody_else, sensitive_spots
from handlers.understanding.understand import understand

__all__ = [
    "SENSITIVE",
    "SLOTS",
    "Act",
    "Choice",
    "Context",
    "Reading",
    "acts_as_json",
    "is_level_keyword",
    "of_somebody_else",
    "read",
    "sensitive_spots",
    "sex_of",
    "sounds_upset",
    "tells_schooling_alone",
    "understand",
]
