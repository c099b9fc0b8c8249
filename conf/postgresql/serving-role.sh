#!/bin/sh
# Run once by the image of PostgreSQL, when the database is made: the role that serves. What it may
# do to the tables is granted by `migrate`; it owns none, and may not alter the audit trail.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'END'
\getenv password YIBAO_APP_PASSWORD
CREATE ROLE yibao_app LOGIN PASSWORD :'password';
END
