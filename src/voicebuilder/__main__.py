"""`python -m voicebuilder`."""

from voicebuilder.cli import main

if __name__ == "__main__":
    main()
