"""Does with Python's avro what each line asks, and answers with a line.

A line is JSON: {"do": "decode", "registry", "payload"} reads a payload behind an id, with the schema the registry has
for it. "encode" with "id" and "value" frames one. "values" with "file" reads a container file; "container" with
"schema", "codec" and "values" writes one. Bytes stand as hexadecimal digits.
"""

import io
import json
import math
import struct
import sys
import urllib.request

import avro.datafile
import avro.io
import avro.schema

EXACT = 2**53


def natural(value):
    """Numbers as n:digits or d:bits, bytes as b:hex, text as s:text; branches of unions are not named."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return f"n:{value}"
    if isinstance(value, float):
        is_whole = math.isfinite(value) and value == int(value) and abs(value) < EXACT
        if is_whole and not (value == 0 and math.copysign(1, value) < 0):
            return f"n:{int(value)}"
        return "d:" + struct.pack(">d", value).hex()
    if isinstance(value, bytes):
        return "b:" + value.hex()
    if isinstance(value, str):
        return "s:" + value
    if isinstance(value, dict):
        return {key: natural(entry) for key, entry in value.items()}
    return [natural(item) for item in value]


def of_natural(value):
    if isinstance(value, str):
        kind, text = value[0], value[2:]
        if kind == "n":
            return int(text)
        if kind == "d":
            return struct.unpack(">d", bytes.fromhex(text))[0]
        return bytes.fromhex(text) if kind == "b" else text
    if isinstance(value, dict):
        return {key: of_natural(entry) for key, entry in value.items()}
    return [of_natural(item) for item in value] if isinstance(value, list) else value


def registered(registry, schema_id):
    with urllib.request.urlopen(f"{registry}/schemas/ids/{schema_id}") as answer:
        return avro.schema.parse(json.load(answer)["schema"])


def decode(registry, payload):
    framed = bytes.fromhex(payload)
    magic, schema_id = struct.unpack(">bi", framed[:5])
    assert magic == 0
    reader = avro.io.DatumReader(registered(registry, schema_id))
    datum = io.BytesIO(framed[5:])
    value = reader.read(avro.io.BinaryDecoder(datum))
    assert datum.read() == b""
    return natural(value)


def encode(registry, schema_id, value):
    payload = io.BytesIO()
    payload.write(struct.pack(">bi", 0, schema_id))
    writer = avro.io.DatumWriter(registered(registry, schema_id))
    writer.write(of_natural(value), avro.io.BinaryEncoder(payload))
    return payload.getvalue().hex()


def values(file):
    with avro.datafile.DataFileReader(io.BytesIO(bytes.fromhex(file)), avro.io.DatumReader()) as reader:
        return [natural(value) for value in reader]


def container(schema, codec, values):
    class Kept(io.BytesIO):
        def close(self):
            self.kept = self.getvalue()
            super().close()

    file = Kept()
    parsed = avro.schema.parse(schema)
    with avro.datafile.DataFileWriter(file, avro.io.DatumWriter(), parsed, codec=codec) as writer:
        for value in values:
            writer.append(of_natural(value))
    return file.kept.hex()


ACTS = {"decode": decode, "encode": encode, "values": values, "container": container}

for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps(ACTS[asked.pop("do")](**asked)), flush=True)
