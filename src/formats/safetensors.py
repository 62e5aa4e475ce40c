"""Safetensors from the format's description, with the standard library alone: a peer for tests.

    safetensors.py read FILE            prints {"metadata", "tensors": {name: {dtype, shape, values}}}
    safetensors.py write FILE < JSON    writes what `read` printed
"""
import json, math, struct, sys

LETTER = {"F32": "f", "F16": "e"}

def read(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        letters = f"<{math.prod(entry['shape'])}{LETTER[entry['dtype']]}"
        values = struct.unpack(letters, data[begin:end])
        tensors[name] = {"dtype": entry["dtype"], "shape": entry["shape"], "values": values}
    return {"metadata": header.get("__metadata__", {}), "tensors": tensors}

def write(path, content):
    header, data = {"__metadata__": content["metadata"]}, b""
    for name, tensor in content["tensors"].items():
        packed = struct.pack(f"<{len(tensor['values'])}{LETTER[tensor['dtype']]}", *tensor["values"])
        offsets = [len(data), len(data) + len(packed)]
        header[name] = {"dtype": tensor["dtype"], "shape": tensor["shape"], "data_offsets": offsets}
        data += packed
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)

if __name__ == "__main__":
    if sys.argv[1] == "read":
        json.dump(read(sys.argv[2]), sys.stdout)
    else:
        write(sys.argv[2], json.load(sys.stdin))
