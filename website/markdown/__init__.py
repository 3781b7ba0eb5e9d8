"""The Markdown extension and its shortcodes: what a page says, computed from the law and the texts."""
