CREATE TABLE audit (
	id SERIAL NOT NULL,
	at BIGINT NOT NULL,
	event VARCHAR(32) NOT NULL,
	"user" VARCHAR(128) NOT NULL,
	address VARCHAR(64) NOT NULL,
	request_id VARCHAR(16) NOT NULL,
	outcome VARCHAR(16) NOT NULL,
	detail TEXT NOT NULL,
	CONSTRAINT pk_audit PRIMARY KEY (id)
);
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_audit_user ON audit ("user");
CREATE TABLE users (
	id SERIAL NOT NULL,
	name VARCHAR(64) NOT NULL,
	role VARCHAR(16) NOT NULL,
	password VARCHAR(256),
	disabled_at BIGINT,
	created_at BIGINT NOT NULL,
	CONSTRAINT pk_users PRIMARY KEY (id),
	CONSTRAINT uq_users_name UNIQUE (name)
);
CREATE TABLE logins (
	id VARCHAR(32) NOT NULL,
	user_id INTEGER NOT NULL,
	digest VARCHAR(64) NOT NULL,
	began_at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL,
	address VARCHAR(64) NOT NULL,
	agent VARCHAR(256) NOT NULL,
	ended_at BIGINT,
	pairing VARCHAR(64),
	CONSTRAINT pk_logins PRIMARY KEY (id),
	CONSTRAINT fk_logins_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
	CONSTRAINT uq_logins_digest UNIQUE (digest)
);
CREATE INDEX ix_logins_user_id ON logins (user_id);
CREATE TABLE passkeys (
	id SERIAL NOT NULL,
	user_id INTEGER NOT NULL,
	credential_id VARCHAR(1364) NOT NULL,
	public_key BYTEA NOT NULL,
	sign_count BIGINT NOT NULL,
	label VARCHAR(64) NOT NULL,
	created_at BIGINT NOT NULL,
	used_at BIGINT,
	transports VARCHAR(128) NOT NULL,
	CONSTRAINT pk_passkeys PRIMARY KEY (id),
	CONSTRAINT fk_passkeys_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
	CONSTRAINT uq_passkeys_credential_id UNIQUE (credential_id)
);
CREATE INDEX ix_passkeys_user_id ON passkeys (user_id);
CREATE TABLE preferences (
	user_id INTEGER NOT NULL,
	settings TEXT NOT NULL,
	CONSTRAINT pk_preferences PRIMARY KEY (user_id),
	CONSTRAINT fk_preferences_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE TABLE presets (
	id SERIAL NOT NULL,
	user_id INTEGER NOT NULL,
	name VARCHAR(64) NOT NULL,
	shared INTEGER NOT NULL,
	content TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	CONSTRAINT pk_presets PRIMARY KEY (id),
	CONSTRAINT uq_presets_user_id UNIQUE (user_id, name),
	CONSTRAINT fk_presets_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_presets_user_id ON presets (user_id);
CREATE TABLE recordings (
	id VARCHAR(32) NOT NULL,
	user_id INTEGER NOT NULL,
	"user" VARCHAR(64) NOT NULL,
	session_id VARCHAR(16) NOT NULL,
	session_name VARCHAR(256) NOT NULL,
	began_at BIGINT NOT NULL,
	ended_at BIGINT,
	length_ms BIGINT NOT NULL,
	bytes BIGINT NOT NULL,
	reason VARCHAR(32) NOT NULL,
	CONSTRAINT pk_recordings PRIMARY KEY (id),
	CONSTRAINT fk_recordings_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_recordings_user_id ON recordings (user_id);
CREATE TABLE shares (
	id VARCHAR(16) NOT NULL,
	digest VARCHAR(64) NOT NULL,
	user_id INTEGER NOT NULL,
	epoch VARCHAR(64) NOT NULL,
	session_id VARCHAR(16) NOT NULL,
	session_name VARCHAR(256) NOT NULL,
	window_id VARCHAR(16),
	window_name VARCHAR(256),
	role VARCHAR(16) NOT NULL,
	created_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	revoked_at BIGINT,
	CONSTRAINT pk_shares PRIMARY KEY (id),
	CONSTRAINT fk_shares_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_shares_user_id ON shares (user_id);
CREATE TABLE tokens (
	id SERIAL NOT NULL,
	user_id INTEGER NOT NULL,
	digest VARCHAR(64) NOT NULL,
	label VARCHAR(64) NOT NULL,
	scope VARCHAR(16) NOT NULL,
	permits VARCHAR(16) NOT NULL,
	created_at BIGINT NOT NULL,
	expires_at BIGINT,
	revoked_at BIGINT,
	CONSTRAINT pk_tokens PRIMARY KEY (id),
	CONSTRAINT fk_tokens_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
	CONSTRAINT uq_tokens_digest UNIQUE (digest)
);
CREATE INDEX ix_tokens_user_id ON tokens (user_id);
CREATE TABLE push_subscriptions (
	id SERIAL NOT NULL,
	user_id INTEGER NOT NULL,
	login_id VARCHAR(32) NOT NULL,
	digest VARCHAR(64) NOT NULL,
	endpoint TEXT NOT NULL,
	p256dh VARCHAR(128) NOT NULL,
	auth VARCHAR(32) NOT NULL,
	label VARCHAR(256) NOT NULL,
	created_at BIGINT NOT NULL,
	used_at BIGINT,
	CONSTRAINT pk_push_subscriptions PRIMARY KEY (id),
	CONSTRAINT fk_push_subscriptions_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
	CONSTRAINT fk_push_subscriptions_login_id_logins FOREIGN KEY(login_id) REFERENCES logins (id) ON DELETE CASCADE,
	CONSTRAINT uq_push_subscriptions_digest UNIQUE (digest)
);
CREATE INDEX ix_push_subscriptions_login_id ON push_subscriptions (login_id);
CREATE INDEX ix_push_subscriptions_user_id ON push_subscriptions (user_id);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	PRIMARY KEY (version_num)
);
