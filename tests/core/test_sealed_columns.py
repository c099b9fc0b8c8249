"""Checks that sealed values open for their own row only, and move to new keys."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from core.errors import Unreadable
from core.identity import Person
from core.store import IdentityStore
from core.store.database import Database
from core.store.resealing import Resealing
from gateway.key_ring import MARK_KEY, Algorithm, Key, KeyRing, new_key
from tests.fakes.keys import KEY, KEYS, MARKS
from tests.fakes.office import Office

LATER = datetime(2030, 1, 1, tzinfo=UTC)
NAME, NUMBER = "王秀英", "110101195003070024"


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_what_is_sealed_opens_for_its_own_place_and_row_only(algorithm: Algorithm) -> None:
    keys = KeyRing([new_key(algorithm)], MARKS)
    token = keys.sealed("identities.name", "c1", NAME)

    assert keys.opened("identities.name", "c1", token) == NAME
    assert NAME not in token
    for place, row in (("identities.name", "c2"), ("identities.id_number", "c1")):
        with pytest.raises(Unreadable):
            keys.opened(place, row, token)


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_no_character_of_a_sealed_value_can_be_changed(algorithm: Algorithm) -> None:
    keys = KeyRing([new_key(algorithm)], MARKS)
    token = keys.sealed("identities.name", "c1", NAME)

    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        if changed.rstrip("=")[-1] != token.rstrip("=")[-1]:
            continue  # spare bits of the last base64 digit say nothing
        with pytest.raises(Unreadable):
            keys.opened("identities.name", "c1", changed)


def test_aes_gcm_agrees_with_the_published_vector() -> None:
    # McGrew and Viega, The Galois/Counter Mode of Operation, test case 16.
    key = Key("t", Algorithm.AES, bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2))
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")

    data = key.encrypt(bytes.fromhex("cafebabefacedbaddecaf888"), plain, bound)

    assert data[-16:].hex() == "76fc6ece0f4e1768cddf8853bb2d551b"


def test_sm4_gcm_agrees_with_the_published_vector() -> None:
    # RFC 8998, appendix A.1.
    key = Key("t", Algorithm.SM4, bytes.fromhex("0123456789abcdeffedcba9876543210"))
    plain = bytes.fromhex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
    )
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")

    data = key.encrypt(bytes.fromhex("00001234567800000000abcd"), plain, bound)

    assert data[-16:].hex() == "83de3541e4c2b58177e065a9bf7b62ec"


async def proven(office: Office, count: int) -> list[str]:
    """Prove a person in so many conversations; return these."""
    ids = [(await office.opened()).id for _ in range(count)]
    for one in ids:
        person = Person(f"{NAME}{one}", NUMBER, office.clock(), LATER, "模拟认证")
        await IdentityStore(office.database).prove(one, person, office.clock())
    return ids


async def tokens(database: Database) -> list[str]:
    """Return what stands in the column of names."""
    async with database.reading() as connection:
        return list((await connection.exec_driver_sql("SELECT name FROM identities")).scalars())


async def test_values_that_were_exchanged_are_refused(office: Office) -> None:
    first, second = await proven(office, 2)
    store = IdentityStore(office.database)

    async with office.database.writing() as connection:
        await connection.execute(
            text(
                "UPDATE identities"
                " SET name = (SELECT name FROM identities WHERE conversation_id = :first)"
            ),
            {"first": first},
        )

    assert await store.person(first, office.clock()) is not None
    with pytest.raises(Unreadable):
        await store.person(second, office.clock())


async def test_a_database_without_keys_takes_nothing_personal(office: Office) -> None:
    conversation, now = await office.opened(), office.clock()
    bare = Database(str(office.database.url))

    with pytest.raises(StatementError, match="without keys"):
        await IdentityStore(bare).prove(
            conversation.id, Person(NAME, NUMBER, now, LATER, "模拟认证"), now
        )
    await bare.close()


async def test_everything_moves_to_the_new_key_and_the_old_one_can_go(office: Office) -> None:
    ids = await proven(office, 3)
    new = new_key(Algorithm.SM4)
    both = KeyRing([KEY, new], MARKS)
    url = str(office.database.url)

    assert await moved(url, both) == 9  # each has a conversation and its first line, too
    assert await moved(url, both) == 0

    assert all(token.startswith(both.newest) for token in await tokens(office.database))
    alone = Database(url, KeyRing([new], MARKS))
    person = await IdentityStore(alone).person(ids[1], office.clock())
    assert person is not None
    assert (person.name, person.id_number) == (NAME + ids[1], NUMBER)
    await alone.close()


async def test_other_keys_than_the_first_ones_are_refused(office: Office) -> None:
    await proven(office, 1)
    mine, other = (KeyRing([new_key(Algorithm.AES)], marks * MARK_KEY) for marks in (b"a", b"b"))
    resealing = Resealing(office.database, KEYS, lambda _code: ())

    await resealing.check_keys(mine.fingerprint)
    await resealing.check_keys(mine.fingerprint)

    with pytest.raises(Unreadable):
        await resealing.check_keys(other.fingerprint)


async def moved(url: str, keys: KeyRing) -> int:
    """Bring a database under the newest of these keys; return how many rows that were."""
    database = Database(url, keys)
    count = await Resealing(database, keys, lambda _code: ()).run()
    await database.close()
    return count
