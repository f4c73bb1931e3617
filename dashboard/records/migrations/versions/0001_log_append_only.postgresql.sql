-- The log takes new rows only, whatever the program above it does.
CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append only';
END
$$

CREATE TRIGGER log_append_only BEFORE UPDATE OR DELETE ON log
FOR EACH ROW EXECUTE FUNCTION log_refuse()

CREATE TRIGGER log_never_emptied BEFORE TRUNCATE ON log
FOR EACH STATEMENT EXECUTE FUNCTION log_refuse()
