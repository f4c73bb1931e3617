-- What is written down of pay takes new rows only, whatever the program above it does.
CREATE OR REPLACE FUNCTION pay_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append only', TG_TABLE_NAME;
END
$$

CREATE TRIGGER pay_entry_append_only BEFORE UPDATE OR DELETE ON pay_entry
FOR EACH ROW EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_entry_never_emptied BEFORE TRUNCATE ON pay_entry
FOR EACH STATEMENT EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_statement_append_only BEFORE UPDATE OR DELETE ON pay_statement
FOR EACH ROW EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_statement_never_emptied BEFORE TRUNCATE ON pay_statement
FOR EACH STATEMENT EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_step_append_only BEFORE UPDATE OR DELETE ON pay_step
FOR EACH ROW EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_step_never_emptied BEFORE TRUNCATE ON pay_step
FOR EACH STATEMENT EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_adjustment_append_only BEFORE UPDATE OR DELETE ON pay_adjustment
FOR EACH ROW EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_adjustment_never_emptied BEFORE TRUNCATE ON pay_adjustment
FOR EACH STATEMENT EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_decision_append_only BEFORE UPDATE OR DELETE ON pay_decision
FOR EACH ROW EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_decision_never_emptied BEFORE TRUNCATE ON pay_decision
FOR EACH STATEMENT EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_run_never_deleted BEFORE DELETE ON pay_run
FOR EACH ROW EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_run_never_emptied BEFORE TRUNCATE ON pay_run
FOR EACH STATEMENT EXECUTE FUNCTION pay_refuse()

CREATE TRIGGER pay_run_never_edited BEFORE UPDATE OF
    period_first, period_end, version, frozen, publication, plans,
    refused, differences, calculated_by, calculated_at, ledger
ON pay_run
FOR EACH ROW EXECUTE FUNCTION pay_refuse()
