/** The MySQL-protocol server the bench uses: fresh databases, dropped at the end. */
import { readFileSync } from 'node:fs';
import mysql, { type RowDataPacket } from 'mysql2/promise';

const server = (process.env['TEST_DATABASE_SERVER'] ?? 'mysql://root@127.0.0.1:3306').replace(/\/$/, '');

export const databaseUrl = (name: string): string => `${server}/${name}`;

async function ask<Row>(sql: string): Promise<Row[]> {
  const connection = await mysql.createConnection(server);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows as Row[];
  } finally {
    await connection.end();
  }
}

export async function createDatabase(name: string): Promise<void> {
  await ask(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
}

export async function dropDatabase(name: string): Promise<void> {
  await ask(`DROP DATABASE IF EXISTS ${name}`);
}

/** Version, and the process when it runs on this machine (else null). */
export async function databaseServer(): Promise<{ version: string; pid: number | null }> {
  const [row] = await ask<{ version: string; file: string }>('SELECT VERSION() AS version, @@pid_file AS file');
  return { version: row?.version ?? 'unknown', pid: pidIn(row?.file ?? '') };
}

function pidIn(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
