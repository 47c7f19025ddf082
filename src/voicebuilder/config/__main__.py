"""`python -m voicebuilder.config` writes the JSON Schema of the config file to stdout."""

import sys

from voicebuilder.config.schema import json_schema

if __name__ == "__main__":
    sys.stdout.buffer.write(json_schema())
