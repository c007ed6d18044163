"""How templates and scripts look up the sentences of their page."""

from collections.abc import Callable

from markupsafe import Markup, escape

from replies.wording import texts


def texts_of(page: str) -> Callable[..., Markup]:
    """The accessor of a page: `texts_of("console.login")("heading")`.

    A key that the page's own table lacks is one of its file's `[shared]`. The text and plain values
    are escaped, so that a value may be markup, such as a link.
    """
    file = page.partition(".")[0]

    def text(key: str, **values: object) -> Markup:
        own = texts().get(f"{page}.{key}")
        found = texts()[f"{file}.shared.{key}"] if own is None else own
        return escape(found).format(**values)

    return text
