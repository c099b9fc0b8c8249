-- Lets the product's role add to the audit trail and read it, and do nothing else to it.
-- Run by the owner of the tables, who must not be the product's role, after each `migrate`:
--   psql -v app=yibao_app -f conf/postgresql/audit-role.sql yibao
GRANT USAGE ON SCHEMA public TO :"app";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"app";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :"app";
REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM :"app";
REVOKE INSERT, DELETE, TRUNCATE ON audit_head FROM :"app";
