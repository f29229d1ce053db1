import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { Ruling } from './ruling.ts';

/** `proposed`, `approved` or `sent-back` by two admins; `decided` by one, or by the clock; `appealed`; `final` after it. */
export type RulingStep = 'proposed' | 'approved' | 'sent-back' | 'decided' | 'appealed' | 'final';

/** A step on the way to the decision of a dispute. Rows are only ever added. */
export class DisputeRuling extends Model<InferAttributes<DisputeRuling>, InferCreationAttributes<DisputeRuling>> {
  declare id: CreationOptional<number>;
  declare disputeId: number;
  declare step: RulingStep;
  /** Null when the rule decided. */
  declare byId: number | null;
  declare madeAt: Date;
  /** Why it was sent back or appealed. */
  declare words: CreationOptional<string | null>;
  /** What was decided of which blocks; null for a step that decides nothing by itself. */
  declare rulings: CreationOptional<Ruling[] | null>;
}

DisputeRuling.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    disputeId: { type: DataTypes.INTEGER, allowNull: false },
    step: { type: DataTypes.STRING(10), allowNull: false },
    byId: { type: DataTypes.INTEGER },
    madeAt: { type: DataTypes.DATE(3), allowNull: false },
    words: { type: DataTypes.STRING(2000) },
    rulings: { type: DataTypes.JSON },
  },
  { sequelize, tableName: 'dispute_rulings', underscored: true, timestamps: false },
);
