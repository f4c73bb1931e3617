-- The log takes new rows only, whatever the program above it does.
CREATE TRIGGER log_never_updated BEFORE UPDATE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is append only');
END

CREATE TRIGGER log_never_deleted BEFORE DELETE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is append only');
END
