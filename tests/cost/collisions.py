# SPDX-License-Identifier: GPL-2.0-or-later
"""Keys that an adversary would choose: of one hash where the hash has no key, or where the
key does not help."""

import ipaddress
import itertools
import math
import random

WORD = 1 << 32
BLOCK, BLOCKS = 36, 7       # names of a list of 252 that are chosen together


def _sums(powers):
    """The sums of all subsets, by their bits."""
    sums = [0]
    for power in powers:
        sums += [(each + power) % WORD for each in sums]
    return sums


def _subsets():
    """Subsets of a block whose sums of 31 to the place's power are equal in 32 bits: met in
    the middle."""
    powers = [pow(31, place, WORD) for place in range(BLOCK)]
    target = sum(powers[2:14] + powers[20:26]) % WORD
    low = {}
    for bits, each in enumerate(_sums(powers[:BLOCK // 2])):
        low.setdefault(each, []).append(bits)
    return [bits | high << BLOCK // 2 for high, each in enumerate(_sums(powers[BLOCK // 2:]))
            for bits in low.get((target - each) % WORD, ())]


def lists(count):
    """Lists of two names, in orders for which the sum of the names' hashes, 31 times that
    of the name before, is the same whatever the hashes are. They differ at the end, where
    comparing them comes last."""
    choices = itertools.product(_subsets(), repeat=BLOCKS)
    for chosen in itertools.islice(choices, count):
        bits = [block >> place & 1 for block in reversed(chosen) for place in range(BLOCK)]
        yield [b"AB"[bit:bit + 1] for bit in reversed(bits)]


def lists_by_chance(count):
    """As long, of the same names."""
    chance = random.Random(1)
    return [[b"AB"[bit:bit + 1] for bit in chance.choices((0, 1), k=BLOCK * BLOCKS)]
            for _ in range(count)]


def _texts(count, syllables):
    bits = max(12, count.bit_length())
    return ["".join(syllables[number >> place & 1] for place in range(bits))
            for number in range(count)]


def texts(count):
    """Texts of one hash by g_str_hash(), 33 times what was plus the character."""
    return _texts(count, ("Ez", "FY"))


def texts_by_chance(count):
    """As long, of as few characters."""
    return _texts(count, ("Ez", "FZ"))


def _hash(text, value=0):
    for byte in text.encode():
        value = (value * 33 + byte) % WORD
    return value


def hash_of(text):
    """g_str_hash() of GLib."""
    return _hash(text, 5381)


BEGIN, GROUPS, TEXT = "2001:db8", 3, len(":1234")   # an address: BEGIN, and GROUPS twice


def _groups(count, chance):
    """Groups of an address, none of which begins with a zero."""
    return [f":{each:x}" for each in chance.sample(range(0x1000, 0x10000), count)]


def _group_sums(start, groups):
    """What each three of them make of a hash, in the order of itertools.product()."""
    sums, hashes = [start], [_hash(group) for group in groups]
    for _ in range(GROUPS):
        shifted = [each * pow(33, TEXT, WORD) for each in sums]
        sums = [(each + value) % WORD for each in shifted for value in hashes]
    return sums


def _picked(groups, place):
    """The three groups whose sum stands at that place."""
    size = len(groups)
    return groups[place // size ** 2] + groups[place // size % size] + groups[place % size]


def _meeting(count, chance):
    """Texts of addresses that have one hash, met in the middle. As a hash has 32 bits,
    there are as many far ones as it takes, and some more."""
    near = _groups(128, chance)
    far = _groups(math.ceil((1.15 * count * WORD) ** (1 / 3) / len(near)), chance)
    target, shift = chance.randrange(WORD), pow(33, GROUPS * TEXT, WORD)
    where = {each: place for place, each in enumerate(_group_sums(0, near))}
    found = ((first, where.get((target - each * shift) % WORD))
             for first, each in enumerate(_group_sums(hash_of(BEGIN), far)))
    return list(itertools.islice((BEGIN + _picked(far, first) + _picked(near, last)
                                  for first, last in found if last is not None), count))


def address(packed):
    """With its text, str()."""
    return ipaddress.IPv6Address(packed)


def addresses(count):
    """Of IPv6; their texts have one hash."""
    return [address(text).packed for text in _meeting(count, random.Random(1))]


def addresses_by_chance(count):
    """Texts as long."""
    chance = random.Random(1)
    return [address(BEGIN + "".join(_groups(2 * GROUPS, chance))).packed for _ in range(count)]
