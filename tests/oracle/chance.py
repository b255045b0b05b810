"""ChaCha8 as its definition has it: key of 32 bytes, 64-bit block counter, 64-bit stream."""

import hashlib
import struct

MASK = 0xFFFFFFFF
COLUMNS = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)]
DIAGONALS = [(0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]


def turned(word, by):
    return ((word << by) | (word >> (32 - by))) & MASK


def quarter(state, a, b, c, d):
    state[a] = (state[a] + state[b]) & MASK
    state[d] = turned(state[d] ^ state[a], 16)
    state[c] = (state[c] + state[d]) & MASK
    state[b] = turned(state[b] ^ state[c], 12)
    state[a] = (state[a] + state[b]) & MASK
    state[d] = turned(state[d] ^ state[a], 8)
    state[c] = (state[c] + state[d]) & MASK
    state[b] = turned(state[b] ^ state[c], 7)


def draws(operation, seed, name):
    """Whole numbers of 64 bits without end: the stream that belongs to a name."""
    key = hashlib.sha256(operation.encode() + b"\0" + struct.pack("<Q", seed)).digest()
    (stream,) = struct.unpack("<Q", hashlib.sha256(name.encode()).digest()[:8])
    words = struct.unpack("<4I", b"expand 32-byte k") + struct.unpack("<8I", key)
    block = 0
    while True:
        start = [*words, block & MASK, block >> 32, stream & MASK, stream >> 32]
        state = list(start)
        for _ in range(4):
            for four in (*COLUMNS, *DIAGONALS):
                quarter(state, *four)
        made = [(one + other) & MASK for one, other in zip(state, start)]
        for low, high in zip(made[::2], made[1::2]):
            yield high << 32 | low
        block += 1
