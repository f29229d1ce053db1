/**
 * A prepared statement straight to the MySQL driver. Half of what a small query costs in Sequelize is Sequelize. Its pool, its
 * transactions and its errors stay: this asks the parts of Sequelize 6 that its types do not show.
 */
import type { Sequelize } from 'sequelize';

type Connection = {
  execute(sql: string, values: unknown[], done: (error: Error | null, result: unknown) => void): void;
};
type Inside = {
  connectionManager: {
    getConnection(options: { type: 'SELECT' }): Promise<Connection>;
    releaseConnection(connection: Connection): void;
  };
  dialect: {
    Query: new (on: Connection, sequelize: Sequelize, options: object) => { formatError(error: unknown): Error };
  };
};

/**
 * @param running the transaction to take part in, if any
 * @param bind values that stand as `$1`, `$2` in the text
 * @returns rows of a SELECT, or what the driver says of a write
 * @throws what Sequelize would throw
 */
export async function executePrepared(
  sequelize: Sequelize,
  running: unknown,
  sql: string,
  bind: unknown[],
): Promise<unknown> {
  const { connectionManager: connections, dialect } = sequelize as unknown as Inside;
  const joined = (running as { connection: Connection } | undefined)?.connection;
  const connection = joined ?? (await connections.getConnection({ type: 'SELECT' }));
  const { text, places } = withQuestionMarks(sql);
  try {
    return await new Promise((resolve, reject) => {
      const values = places.map(place => bind[place]);
      connection.execute(text, values, (error, result) => (error ? reject(error) : resolve(result)));
    });
  } catch (error) {
    throw new dialect.Query(connection, sequelize, {}).formatError(error);
  } finally {
    if (!joined) connections.releaseConnection(connection);
  }
}

type Statement = { text: string; places: number[] };
const known = new Map<string, Statement>();
/** The driver wants question marks, and the values in their order. Statements are constants of ours: a few dozen. */
function withQuestionMarks(sql: string): Statement {
  const found = known.get(sql);
  if (found) return found;
  const places: number[] = [];
  const text = sql.replace(/\$(\d+)/g, (_, number: string) => {
    places.push(Number(number) - 1);
    return '?';
  });
  const made = { text, places };
  known.set(sql, made);
  return made;
}
