-- The contest that a message stood in, and the arm that was drawn for it: few have either.
ALTER TABLE deliveries ADD COLUMN decision text;
