-- A database of WebMux 0.1.0 as its last version made it (revision 0007), written by Python's iterdump.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	event VARCHAR(32) NOT NULL, 
	user VARCHAR(128) NOT NULL, 
	address VARCHAR(64) NOT NULL, 
	request_id VARCHAR(16) NOT NULL, 
	outcome VARCHAR(16) NOT NULL, 
	detail TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,1764000000,'login','ada','192.0.2.7','0a1b','ok','{"by": "password", "name": "\u00fc"}');
CREATE TABLE logins (
	id VARCHAR(32) NOT NULL, 
	user_id INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	began_at BIGINT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	address VARCHAR(64) NOT NULL, 
	agent VARCHAR(256) NOT NULL, 
	ended_at BIGINT, 
	CONSTRAINT pk_logins PRIMARY KEY (id), 
	CONSTRAINT fk_logins_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT uq_logins_digest UNIQUE (digest)
);
INSERT INTO "logins" VALUES('95d56da5de8a08ac',2,'0814c2dc82900b9c658f4d02aaa9f27c20a446b52fbfdc2c830b77b2bb263c23',1764000000,1764000000,'192.0.2.7','Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36',NULL);
INSERT INTO "logins" VALUES('8e04578461eb2821',1,'fbf15fee431e824f0e544f0ba3bddf27f17b32684b636a6e1cc9e1298218e1d6',1764000000,1764000000,'2001:db8::7','curl/8',1764000000);
CREATE TABLE passkeys (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	credential_id VARCHAR(1364) NOT NULL, 
	public_key BLOB NOT NULL, 
	sign_count BIGINT NOT NULL, 
	label VARCHAR(64) NOT NULL, 
	created_at BIGINT NOT NULL, 
	used_at BIGINT, 
	transports VARCHAR(128) NOT NULL, 
	CONSTRAINT pk_passkeys PRIMARY KEY (id), 
	CONSTRAINT fk_passkeys_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT uq_passkeys_credential_id UNIQUE (credential_id)
);
INSERT INTO "passkeys" VALUES(1,2,'Y3JlZA',X'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF',4294967296,'Ada’s laptop',1764000000,NULL,'internal,hybrid');
CREATE TABLE preferences (
	user_id INTEGER NOT NULL, 
	settings TEXT NOT NULL, 
	CONSTRAINT pk_preferences PRIMARY KEY (user_id), 
	CONSTRAINT fk_preferences_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
INSERT INTO "preferences" VALUES(2,'{"snippets": [{"enter": true, "name": "hi", "text": "echo ''hé 🚀''\n"}], "theme.name": "dracula"}');
CREATE TABLE push_subscriptions (
	id INTEGER NOT NULL, 
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
INSERT INTO "push_subscriptions" VALUES(1,2,'95d56da5de8a08ac','eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee','https://fcm.googleapis.com/x','BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB','aaaaaaaaaaaaaaaaaaaaaa','Chrome on Android',1764000000,1764000005);
CREATE TABLE recordings (
	id VARCHAR(32) NOT NULL, 
	user_id INTEGER NOT NULL, 
	user VARCHAR(64) NOT NULL, 
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
INSERT INTO "recordings" VALUES('0123456789abcdef',2,'ada','$0','work',1764000000,1764000060,60000,5000000000,'stopped');
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
INSERT INTO "shares" VALUES('abcd1234','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'4242-1764000000','$0','work: 🚀','@3','logs','viewer',1764000000,1764003600,NULL);
CREATE TABLE tokens (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	label VARCHAR(64) NOT NULL, 
	scope VARCHAR(16) NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT, 
	revoked_at BIGINT, 
	CONSTRAINT pk_tokens PRIMARY KEY (id), 
	CONSTRAINT fk_tokens_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT uq_tokens_digest UNIQUE (digest)
);
INSERT INTO "tokens" VALUES(1,2,'91f63ca93f43a47fd1493ed857bf07389ead6c0f5948872a2922928099f87e40','ci: 🚀 ''quoted'' "label"','viewer',1764000000,NULL,NULL);
INSERT INTO "tokens" VALUES(2,1,'2cae89a93670f5a76c3317a57171d2ad23289d0e25ae53b6de5609e24f8883bd','old','admin',1764000000,1764003600,1764000000);
CREATE TABLE users (
	id INTEGER NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	password VARCHAR(256), 
	disabled_at BIGINT, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT uq_users_name UNIQUE (name)
);
INSERT INTO "users" VALUES(1,'owner','admin',NULL,NULL,1764000000);
INSERT INTO "users" VALUES(2,'ada','operator','$argon2id$v=19$m=65536,t=3,p=4$HN9H3T/NnQwHcTgevV7RNA$Rcs3cbau0aumMOMPlWAiQ4l23sf5Ou7gg5TE3d088+w',NULL,1764000000);
INSERT INTO "users" VALUES(3,'bob@example.org','viewer',NULL,1764000000,1764000000);
CREATE INDEX ix_audit_user ON audit (user);
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_tokens_user_id ON tokens (user_id);
CREATE INDEX ix_passkeys_user_id ON passkeys (user_id);
CREATE INDEX ix_logins_user_id ON logins (user_id);
CREATE INDEX ix_shares_user_id ON shares (user_id);
CREATE INDEX ix_recordings_user_id ON recordings (user_id);
CREATE INDEX ix_push_subscriptions_user_id ON push_subscriptions (user_id);
CREATE INDEX ix_push_subscriptions_login_id ON push_subscriptions (login_id);
COMMIT;
