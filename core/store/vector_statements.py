"""Says how pgvector is asked for shelves and their wordings."""

from __future__ import annotations

from sqlalchemy import TextClause, text

_LOOKED_AT = 200  # candidates that an HNSW search keeps; more than are asked for (NEAR_WORDINGS)

# A generic plan would not know which shelf, so it could not use the shelf's own index.
SETTINGS = {
    "application_name": "yibao-desk vectors",
    "hnsw.ef_search": str(_LOOKED_AT),
    "hnsw.iterative_scan": "strict_order",
    "jit": "off",
    "plan_cache_mode": "force_custom_plan",
    "tcp_keepalives_count": "3",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
}

TABLES = (
    "CREATE SCHEMA IF NOT EXISTS yibao_vectors",
    """CREATE TABLE IF NOT EXISTS yibao_vectors.shelves (
        name text PRIMARY KEY, used_at timestamptz NOT NULL DEFAULT now())""",
    """CREATE TABLE IF NOT EXISTS yibao_vectors.wordings (
        shelf text NOT NULL, place integer NOT NULL, key text NOT NULL, region text NOT NULL,
        day integer NOT NULL, vector vector NOT NULL, PRIMARY KEY (shelf, place))""",
    """CREATE INDEX IF NOT EXISTS ix_wordings_region
        ON yibao_vectors.wordings (shelf, region)""",
    "CREATE INDEX IF NOT EXISTS ix_wordings_key ON yibao_vectors.wordings (key)",
)
_ASKED = "CAST(CAST(:asked AS real[]) AS vector)"
AMONG = text(f"""
    SELECT place, -(vector <#> {_ASKED}) FROM yibao_vectors.wordings
    WHERE shelf = :shelf AND day <= :day AND region = ANY(CAST(:regions AS text[]))
    ORDER BY vector <#> {_ASKED} LIMIT :most""")  # noqa: S608  our own text
ANYWHERE = text(f"""
    SELECT place, -(vector <#> {_ASKED}) FROM yibao_vectors.wordings
    WHERE shelf = :shelf AND day <= :day
    ORDER BY vector <#> {_ASKED} LIMIT :most""")  # noqa: S608  our own text
COSINES = text(f"""
    SELECT place, -(vector <#> {_ASKED}) FROM yibao_vectors.wordings
    WHERE shelf = :shelf AND place = ANY(CAST(:places AS integer[]))""")  # noqa: S608  our own text
VECTORS = text("""
    SELECT place, CAST(vector AS real[]) FROM yibao_vectors.wordings
    WHERE shelf = :shelf AND place = ANY(CAST(:places AS integer[]))""")
ADD = text("""
    INSERT INTO yibao_vectors.wordings (shelf, place, key, region, day, vector)
    VALUES (:shelf, :place, :key, :region, :day, CAST(CAST(:vector AS real[]) AS vector))""")
COPY = text("""
    INSERT INTO yibao_vectors.wordings (shelf, place, key, region, day, vector)
    SELECT :shelf, t.place, t.key, t.region, t.day,
        (SELECT w.vector FROM yibao_vectors.wordings w WHERE w.key = t.key LIMIT 1)
    FROM unnest(CAST(:places AS integer[]), CAST(:keys AS text[]), CAST(:regions AS text[]),
        CAST(:days AS integer[])) AS t (place, key, region, day)""")
THERE = text("SELECT 1 FROM pg_extension WHERE extname = 'vector'")
SEEN = text("UPDATE yibao_vectors.shelves SET used_at = now() WHERE name = :n RETURNING 1")
KNOWN = text("""
    SELECT DISTINCT key FROM yibao_vectors.wordings WHERE key = ANY(CAST(:keys AS text[]))""")
SHELVED = text("INSERT INTO yibao_vectors.shelves (name) VALUES (:n)")
OLD = text("""
    DELETE FROM yibao_vectors.shelves WHERE used_at < now() - make_interval(days => :days)
    RETURNING name""")
GONE = text("DELETE FROM yibao_vectors.wordings WHERE shelf = :n")


def index_of(shelf: str, dimensions: int) -> TextClause:
    """Return what makes the index of one shelf, in which few are compared instead of all."""
    # A definition takes no parameters; the name is a hash.
    assert shelf.isalnum()
    return text(f"""CREATE INDEX near_{shelf} ON yibao_vectors.wordings
        USING hnsw ((CAST(vector AS vector({dimensions}))) vector_ip_ops)
        WHERE shelf = '{shelf}'""")


def no_index_of(shelf: str) -> TextClause:
    """Return what removes the index of one shelf."""
    assert shelf.isalnum()
    return text(f"DROP INDEX IF EXISTS yibao_vectors.near_{shelf}")


def by_index(shelf: str, dimensions: int) -> TextClause:
    """Return ANYWHERE as the index of one shelf answers it."""
    assert shelf.isalnum()
    near = f"CAST(vector AS vector({dimensions})) <#> {_ASKED}"
    return text(f"""SELECT place, -({near}) FROM yibao_vectors.wordings
        WHERE shelf = '{shelf}' AND day <= :day ORDER BY {near} LIMIT :most""")  # noqa: S608  a hash
