"""Pictures: what is drawn, in which words and shares, and as SVG."""
