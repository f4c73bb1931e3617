-- What was said in an inquiry stays, whatever the program above it does.
CREATE TRIGGER pay_inquiry_step_never_updated BEFORE UPDATE ON pay_inquiry_step
BEGIN
    SELECT RAISE(ABORT, 'what was said in an inquiry stays');
END

CREATE TRIGGER pay_inquiry_step_never_deleted BEFORE DELETE ON pay_inquiry_step
BEGIN
    SELECT RAISE(ABORT, 'what was said in an inquiry stays');
END
