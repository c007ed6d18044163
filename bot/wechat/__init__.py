"""WeChat's side of the bot: the envelope around messages, replies as XML, the menu, the API."""
