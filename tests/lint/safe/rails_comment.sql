COMMENT ON TABLE users IS 'People who may sign in';
COMMENT ON COLUMN users.email IS 'In lower case';
