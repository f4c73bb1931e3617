-- The pay ledger takes new rows only, whatever the program above it does.
CREATE OR REPLACE FUNCTION pay_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the pay ledger is append only';
END
$$

CREATE TRIGGER pay_entry_append_only BEFORE UPDATE OR DELETE ON pay_entry
FOR EACH ROW EXECUTE FUNCTION pay_entry_refuse()

CREATE TRIGGER pay_entry_never_emptied BEFORE TRUNCATE ON pay_entry
FOR EACH STATEMENT EXECUTE FUNCTION pay_entry_refuse()
