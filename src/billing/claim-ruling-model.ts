import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { ClaimReason, ClaimStep } from './claim-ruling.ts';

/** A step on the way to the decision of a claim. Rows are only ever added. */
export class ClaimRuling extends Model<InferAttributes<ClaimRuling>, InferCreationAttributes<ClaimRuling>> {
  declare id: CreationOptional<number>;
  declare claimId: number;
  declare step: ClaimStep;
  declare byId: number;
  declare madeAt: Date;
  /** Whether the fund pays; null for a step that decides nothing by itself. */
  declare pays: CreationOptional<boolean | null>;
  declare code: CreationOptional<ClaimReason | null>;
  declare words: CreationOptional<string | null>;
}

ClaimRuling.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    claimId: { type: DataTypes.INTEGER, allowNull: false },
    step: { type: DataTypes.STRING(10), allowNull: false },
    byId: { type: DataTypes.INTEGER, allowNull: false },
    madeAt: { type: DataTypes.DATE(3), allowNull: false },
    pays: { type: DataTypes.BOOLEAN },
    code: { type: DataTypes.STRING(20) },
    words: { type: DataTypes.STRING(1000) },
  },
  { sequelize, tableName: 'claim_rulings', underscored: true, timestamps: false },
);
