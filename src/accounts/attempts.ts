/** How often a door was tried, counted in the database so that every process of ours counts together. */
import { DataTypes, Model, UniqueConstraintError, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize, transaction } from '../db/sequelize.ts';
import { addMs } from '../kernel/time.ts';

export class Attempts extends Model<InferAttributes<Attempts>, InferCreationAttributes<Attempts>> {
  /** The door and who tried it, hashed: `sign-in-account:ab12…`. */
  declare name: string;
  declare hits: number;
  declare resetsAt: Date;
}

Attempts.init(
  {
    name: { type: DataTypes.STRING(100), primaryKey: true },
    hits: { type: DataTypes.INTEGER, allowNull: false },
    resetsAt: { type: DataTypes.DATE(3), allowNull: false },
  },
  { sequelize, tableName: 'attempts', underscored: true, timestamps: false },
);

/** Counts one attempt. The count begins again after `windowMs`. */
export async function countAttempt(
  name: string,
  windowMs: number,
  now: Date,
): Promise<{ hits: number; resetsAt: Date }> {
  try {
    return await transaction(async t => {
      const known = await Attempts.findByPk(name, { lock: t.LOCK.UPDATE });
      if (!known) return Attempts.create({ name, hits: 1, resetsAt: addMs(now, windowMs) });
      if (known.resetsAt <= now) return known.update({ hits: 1, resetsAt: addMs(now, windowMs) });
      return known.update({ hits: known.hits + 1 });
    });
  } catch (error) {
    // Two first attempts at once: the row is there now.
    if (error instanceof UniqueConstraintError) return countAttempt(name, windowMs, now);
    throw error;
  }
}

/** Takes an attempt back: it was none, because it succeeded. */
export async function forgiveAttempt(name: string): Promise<void> {
  await Attempts.decrement('hits', { where: { name } });
}
