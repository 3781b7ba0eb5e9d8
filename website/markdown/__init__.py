"""The Markdown extension and its shortcodes: what a page says, worked out from the law and the texts."""
