"""Encryption of blobs at rest: AES-GCM with 256 bits. Knows bytes and names; knows no place where they lie.

A sealed blob is MAGIC, 8 bytes that name the key, 12 bytes of nonce, the ciphertext with its 16-byte tag. The name of
the blob is authenticated with it, so that blobs cannot be swapped behind our back.
"""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import Sealed

MAGIC = b"MZK1"
KEY_BYTES = 32
KEY_ID_BYTES = 8
NONCE_BYTES = 12  # NIST SP 800-38D: random nonces of 96 bits serve 2^32 blobs under one key
HEADER_BYTES = len(MAGIC) + KEY_ID_BYTES + NONCE_BYTES


class Seal:
    """Seals and opens with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the key of the blobs has {KEY_BYTES} bytes, not {len(key)}")
        self._cipher = AESGCM(key)
        self._key_id = hashlib.sha256(b"mazok key id:" + key).digest()[:KEY_ID_BYTES]

    def close(self, name: str, data: bytes) -> bytes:
        """The bytes as they may lie on a foreign disk."""
        nonce = os.urandom(NONCE_BYTES)
        return MAGIC + self._key_id + nonce + self._cipher.encrypt(nonce, data, MAGIC + name.encode())

    def open(self, name: str, sealed: bytes) -> bytes:
        """The bytes that were closed under this name; raises Sealed and says why."""
        header, ciphertext = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
        key_id, nonce = header[len(MAGIC) : -NONCE_BYTES], header[-NONCE_BYTES:]
        if len(header) < HEADER_BYTES or not header.startswith(MAGIC):
            raise Sealed(f"{name} is no blob of ours, or its beginning is damaged")
        if key_id != self._key_id:
            raise Sealed(f"{name} was sealed with key {key_id.hex()}, the present key is {self._key_id.hex()}")
        try:
            return self._cipher.decrypt(nonce, ciphertext, MAGIC + name.encode())
        except InvalidTag as error:
            raise Sealed(f"{name} is damaged, or was sealed under another name") from error
