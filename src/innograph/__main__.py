"""``python -m innograph`` is ``innograph``."""

from innograph.cli import main

if __name__ == "__main__":
    main()
