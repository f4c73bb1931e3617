-- What is written down of pay takes new rows only, whatever the program above it does.
CREATE TRIGGER pay_entry_never_updated BEFORE UPDATE ON pay_entry
BEGIN
    SELECT RAISE(ABORT, 'pay_entry is append only');
END

CREATE TRIGGER pay_entry_never_deleted BEFORE DELETE ON pay_entry
BEGIN
    SELECT RAISE(ABORT, 'pay_entry is append only');
END

CREATE TRIGGER pay_statement_never_updated BEFORE UPDATE ON pay_statement
BEGIN
    SELECT RAISE(ABORT, 'pay_statement is append only');
END

CREATE TRIGGER pay_statement_never_deleted BEFORE DELETE ON pay_statement
BEGIN
    SELECT RAISE(ABORT, 'pay_statement is append only');
END

CREATE TRIGGER pay_step_never_updated BEFORE UPDATE ON pay_step
BEGIN
    SELECT RAISE(ABORT, 'pay_step is append only');
END

CREATE TRIGGER pay_step_never_deleted BEFORE DELETE ON pay_step
BEGIN
    SELECT RAISE(ABORT, 'pay_step is append only');
END

CREATE TRIGGER pay_adjustment_never_updated BEFORE UPDATE ON pay_adjustment
BEGIN
    SELECT RAISE(ABORT, 'pay_adjustment is append only');
END

CREATE TRIGGER pay_adjustment_never_deleted BEFORE DELETE ON pay_adjustment
BEGIN
    SELECT RAISE(ABORT, 'pay_adjustment is append only');
END

CREATE TRIGGER pay_decision_never_updated BEFORE UPDATE ON pay_decision
BEGIN
    SELECT RAISE(ABORT, 'pay_decision is append only');
END

CREATE TRIGGER pay_decision_never_deleted BEFORE DELETE ON pay_decision
BEGIN
    SELECT RAISE(ABORT, 'pay_decision is append only');
END

CREATE TRIGGER pay_run_never_deleted BEFORE DELETE ON pay_run
BEGIN
    SELECT RAISE(ABORT, 'pay_run is append only');
END

CREATE TRIGGER pay_run_never_edited BEFORE UPDATE OF
    period_first, period_end, version, frozen, publication, plans,
    refused, differences, calculated_by, calculated_at, ledger
ON pay_run
BEGIN
    SELECT RAISE(ABORT, 'of pay_run only the state changes');
END
