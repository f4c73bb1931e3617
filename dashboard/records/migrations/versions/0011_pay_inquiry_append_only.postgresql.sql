-- What was said in an inquiry stays, whatever the program above it does.
CREATE OR REPLACE FUNCTION pay_inquiry_step_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said in an inquiry stays';
END
$$

CREATE TRIGGER pay_inquiry_step_append_only BEFORE UPDATE OR DELETE ON pay_inquiry_step
FOR EACH ROW EXECUTE FUNCTION pay_inquiry_step_refuse()

CREATE TRIGGER pay_inquiry_step_never_emptied BEFORE TRUNCATE ON pay_inquiry_step
FOR EACH STATEMENT EXECUTE FUNCTION pay_inquiry_step_refuse()
