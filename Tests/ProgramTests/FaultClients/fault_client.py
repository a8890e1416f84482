"""Drives `twinsim serve` under one fault plan and tells what came of it.

python fault_client.py LAYER KIND PORT: the client of that kind of fault; one JSON object, or a sentence and status 1.
"""

import importlib
import json
import sys

LAYERS = {
    "TCP": "tcp", "MBAP": "mbap", "PDU": "pdu", "data": "data", "plant": "plant", "controller": "controller",
    "storm": "storms",
}
"""The file for each layer of the catalogue: it has one function for each kind, named after it."""

if __name__ == "__main__":
    layer, kind, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    client = getattr(importlib.import_module(LAYERS[layer]), kind.replace("-", "_"), None)
    if client is None:
        raise SystemExit(f"no client for the kind '{kind}' in {LAYERS[layer]}.py")
    try:
        print(json.dumps(client(port)))
    except TimeoutError:
        raise SystemExit("nothing came for as long as the client's patience lasts") from None
