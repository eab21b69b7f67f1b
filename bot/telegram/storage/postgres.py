"""The same stores in PostgreSQL, for several workers of one bot. The only module that imports psycopg."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from bot.errors import DatabaseUnavailable
from bot.telegram.storage.connection import StorageAway

T = TypeVar("T")

#: Seconds for a connection; a statement; and that a piece of work waits for a server that is away.
_CONNECTING, _STATEMENT, _PATIENCE, _PAUSE = 5, 20, 20.0, 0.3


class PostgresDatabase:
    """A schema of a PostgreSQL database, with a thread and a connection of its own.

    A lost connection is made anew. What was under way is done again where it surely had not happened;
    where that is unknown, since the answer to its end was lost, it is not.
    """

    def __init__(
        self,
        url: str,
        schema: str,
        tables: str,
        tell: Callable[[BaseException | None], None] = lambda _: None,
    ) -> None:
        """`tell` hears that the server is away, and None when it is there again.

        Raises `DatabaseUnavailable` where it can't be reached or set up.
        """
        self._url, self._schema, self._tables, self._tell = url, schema, tables, tell
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="postgres")
        self._db: Any = None
        try:
            self._thread.submit(self._open).result()
        except BaseException:
            self._thread.shutdown(wait=False)
            raise

    def _open(self) -> None:
        try:
            import psycopg
        except ImportError as exc:
            from bot.settings.packages import pip_install

            raise DatabaseUnavailable(reason="psycopg", place=pip_install("yinju[postgres]")) from exc
        try:
            self._connect()
            if not self._schema:  # it is only looked at
                return
            with self._db.transaction():
                # Two workers that start at once would both create them.
                self._db.execute("SELECT pg_advisory_xact_lock(%s)", [_number(self._schema)])
                self._db.execute(f'CREATE SCHEMA IF NOT EXISTS "{self._schema}"')
                self._db.execute(_translated(self._tables))
        except (psycopg.Error, OSError) as exc:
            raise DatabaseUnavailable(reason=_said(exc), place=shown(self._url)) from exc

    def _connect(self) -> None:
        import psycopg
        from psycopg.rows import dict_row

        self._db = psycopg.connect(
            self._url,
            autocommit=True,
            row_factory=dict_row,
            connect_timeout=_CONNECTING,
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
            # A pooler between may hand each transaction to another connection.
            prepare_threshold=None,
            options=f"-c search_path={self._schema or 'public'} -c statement_timeout={_STATEMENT}s",
        )

    @property
    def version(self) -> str:
        """The server's version, such as 16.4."""
        number = int(self._db.info.server_version)
        return f"{number // 10000}.{number % 10000}"

    def _transaction(self, work: Callable[[_Translating], T]) -> T:
        import psycopg

        until, told = time.monotonic() + _PATIENCE, False
        while True:
            ending = False
            try:
                if self._db is None or self._db.closed:
                    self._connect()
                self._db.execute("BEGIN")
                try:
                    result = work(_Translating(self._db))
                    ending = True
                    self._db.execute("COMMIT")
                except BaseException:
                    if not self._db.closed and not ending:
                        self._db.execute("ROLLBACK")
                    raise
                if told:
                    self._tell(None)
                return result
            except (psycopg.OperationalError, psycopg.InterfaceError) as exc:
                lost = self._db is None or self._db.closed or isinstance(exc, psycopg.InterfaceError)
                if not told:
                    told = True
                    self._tell(exc)
                if ending or not lost or time.monotonic() > until:
                    raise StorageAway(_said(exc)) from exc
                self._db = None
                time.sleep(_PAUSE)
            except psycopg.Error as exc:
                raise StorageAway(_said(exc)) from exc

    async def run(self, work: Callable[[Any], T]) -> T:
        """Do a piece of work in a transaction and return its result. Raises `StorageAway`.

        It is carried to its end even where the caller is cancelled meanwhile.
        """
        future = asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, work)
        return await asyncio.shield(future)

    async def checkpoint(self) -> None:
        """Nothing: the server removes deleted rows with its own vacuum."""

    def close(self) -> None:
        """Finish the work that is waiting and close the connection."""

        def end() -> None:
            if self._db is not None:
                self._db.close()

        self._thread.submit(end).result()
        self._thread.shutdown()


def check(url: str) -> str:
    """Where the database is and its version, without user and password. Raises `DatabaseUnavailable`."""
    database = PostgresDatabase(url, "", "")
    try:
        version = database.version
    finally:
        database.close()
    return f"{shown(url)} PostgreSQL {version}"


class _Translating:
    """A connection that takes statements as they are written for SQLite."""

    def __init__(self, connection: Any) -> None:
        self._db = connection

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        return self._db.execute(_marks(sql), [_stored(one) for one in parameters])

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Any:
        cursor = self._db.cursor()
        cursor.executemany(_marks(sql), [[_stored(one) for one in row] for row in parameters])
        return cursor


def _marks(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def _stored(value: Any) -> Any:
    """A value as PostgreSQL takes it: no text of it holds a zero character or half a character."""
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _translated(tables: str) -> str:
    """The statements that create the tables, with PostgreSQL's names of the types."""
    tables = tables.replace("INTEGER PRIMARY KEY AUTOINCREMENT", "BIGSERIAL PRIMARY KEY")
    return re.sub(r"\bREAL\b", "DOUBLE PRECISION", re.sub(r"\bINTEGER\b", "BIGINT", tables))


def _number(name: str) -> int:
    import zlib

    return zlib.crc32(name.encode())


def _said(exc: BaseException) -> str:
    """The first line of an error; psycopg's hold no password."""
    return (str(exc).strip().splitlines() or [type(exc).__name__])[0][:160]


def shown(url: str) -> str:
    """Host, port and database of an address, without user and password."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.hostname or ''}{port}{parts.path}"
