"""``python -m website.release`` makes what is handed on."""

from website.release import main

main()
