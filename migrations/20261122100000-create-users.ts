import type { Migration } from '../src/db/migrate.ts';

/** People, their sessions, links that work once, and how often a door was tried. */
export const createUsers: Migration = {
  name: '20261122100000-create-users',
  async up(run) {
    await run(`CREATE TABLE users (
      id {pk},
      email VARCHAR(254) {bin} NOT NULL,
      name VARCHAR(100) NOT NULL,
      role VARCHAR(12) {bin} NOT NULL,
      time_zone VARCHAR(64) {bin} NOT NULL,
      password_hash VARCHAR(255) {bin} NOT NULL,
      created_at DATETIME(3) NOT NULL,
      last_seen_at DATETIME(3) NULL,
      CONSTRAINT users_email UNIQUE (email),
      CONSTRAINT users_role CHECK (role IN ('freelancer', 'client', 'admin'))
    ) {opts}`);
    await run(`CREATE TABLE sessions (
      id {pk},
      secret_hash CHAR(64) {bin} NOT NULL,
      user_id INTEGER NOT NULL,
      kind VARCHAR(8) {bin} NOT NULL,
      device VARCHAR(100) NOT NULL,
      parent_id INTEGER NULL,
      created_at DATETIME(3) NOT NULL,
      last_used_at DATETIME(3) NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      ends_at DATETIME(3) NOT NULL,
      CONSTRAINT sessions_secret_hash UNIQUE (secret_hash),
      CONSTRAINT sessions_kind CHECK (kind IN ('web', 'tracker')),
      CONSTRAINT sessions_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
      CONSTRAINT sessions_parent FOREIGN KEY (parent_id) REFERENCES sessions (id) ON DELETE CASCADE
    ) {opts}`);
    await run('CREATE INDEX sessions_user ON sessions (user_id)');
    await run('CREATE INDEX sessions_parent ON sessions (parent_id)');
    await run(`CREATE TABLE single_use_links (
      id {pk},
      secret_hash CHAR(64) {bin} NOT NULL,
      purpose VARCHAR(20) {bin} NOT NULL,
      user_id INTEGER NOT NULL,
      session_id INTEGER NULL,
      destination VARCHAR(200) {bin} NULL,
      expires_at DATETIME(3) NOT NULL,
      used_at DATETIME(3) NULL,
      CONSTRAINT single_use_links_secret_hash UNIQUE (secret_hash),
      CONSTRAINT single_use_links_purpose CHECK (purpose IN ('new-password', 'hand-over')),
      CONSTRAINT single_use_links_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
      CONSTRAINT single_use_links_session FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE
    ) {opts}`);
    await run('CREATE INDEX single_use_links_user ON single_use_links (user_id)');
    await run('CREATE INDEX single_use_links_session ON single_use_links (session_id)');
    await run(`CREATE TABLE attempts (
      name VARCHAR(100) {bin} NOT NULL PRIMARY KEY,
      hits INTEGER NOT NULL,
      resets_at DATETIME(3) NOT NULL
    ) {opts}`);
  },
  async down(run) {
    for (const table of ['attempts', 'single_use_links', 'sessions', 'users']) await run(`DROP TABLE ${table}`);
  },
};
