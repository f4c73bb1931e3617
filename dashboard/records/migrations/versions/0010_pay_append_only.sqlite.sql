-- The pay ledger takes new rows only, whatever the program above it does.
CREATE TRIGGER pay_entry_never_updated BEFORE UPDATE ON pay_entry
BEGIN
    SELECT RAISE(ABORT, 'the pay ledger is append only');
END

CREATE TRIGGER pay_entry_never_deleted BEFORE DELETE ON pay_entry
BEGIN
    SELECT RAISE(ABORT, 'the pay ledger is append only');
END
