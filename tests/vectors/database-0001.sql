-- A database of WebMux 0.1.0 as its first version made it (revision 0001), written by Python's iterdump.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	event VARCHAR(32) NOT NULL, 
	user VARCHAR(64) NOT NULL, 
	address VARCHAR(64) NOT NULL, 
	request_id VARCHAR(16) NOT NULL, 
	outcome VARCHAR(16) NOT NULL, 
	detail TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,1764000000,'login','ada','192.0.2.7','0a1b','ok','{"by": "password"}');
CREATE TABLE logins (
	id VARCHAR(32) NOT NULL, 
	user_id INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	began_at INTEGER NOT NULL, 
	seen_at INTEGER NOT NULL, 
	address VARCHAR(64) NOT NULL, 
	agent VARCHAR(256) NOT NULL, 
	ended_at INTEGER, 
	CONSTRAINT pk_logins PRIMARY KEY (id), 
	CONSTRAINT fk_logins_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT uq_logins_digest UNIQUE (digest)
);
INSERT INTO "logins" VALUES('841271ae5a9664c8',2,'d4b894e163074fd7c5712cb1b668bbea94b871f22b4fef348ac4d4edb95d92ef',1764000000,1764000000,'192.0.2.7','Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36',NULL);
INSERT INTO "logins" VALUES('aa0400914944c275',1,'15a00281812303fd1798927d9fa3a12357a3a0f5663e94e20bba7a94bb9265f4',1764000000,1764000000,'2001:db8::7','curl/8',1764000000);
CREATE TABLE tokens (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	label VARCHAR(64) NOT NULL, 
	scope VARCHAR(16) NOT NULL, 
	created_at INTEGER NOT NULL, 
	expires_at INTEGER, 
	revoked_at INTEGER, 
	CONSTRAINT pk_tokens PRIMARY KEY (id), 
	CONSTRAINT fk_tokens_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT uq_tokens_digest UNIQUE (digest)
);
INSERT INTO "tokens" VALUES(1,2,'ef60b981dcadc0109ac418480ca4880ebfb12fe06069ad08b0c89c88a58f2103','ci: 🚀 ''quoted'' "label"','viewer',1764000000,NULL,NULL);
INSERT INTO "tokens" VALUES(2,1,'458b97ce6ab3805ee6092bf87d474ade55dd14cd80dad153b32fd3d01140bec4','old','admin',1764000000,1764003600,1764000000);
CREATE TABLE users (
	id INTEGER NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	password VARCHAR(256), 
	disabled_at INTEGER, 
	created_at INTEGER NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT uq_users_name UNIQUE (name)
);
INSERT INTO "users" VALUES(1,'owner','admin',NULL,NULL,1764000000);
INSERT INTO "users" VALUES(2,'ada','operator','$argon2id$v=19$m=65536,t=3,p=4$sMdxw/VoU3ISuVik6mZTFA$oSEw+FddwmIvyK5H9dPuzHOA8RN3mhGtoKncixTr18M',NULL,1764000000);
INSERT INTO "users" VALUES(3,'o_brien@example.org','viewer',NULL,1764000000,1764000000);
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_audit_user ON audit (user);
CREATE INDEX ix_tokens_user_id ON tokens (user_id);
CREATE INDEX ix_logins_user_id ON logins (user_id);
COMMIT;
