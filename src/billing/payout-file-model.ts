import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';

/** What a bank was told to pay, at once. A payout is in one file at most, so that no two of us send the same money. */
export class PayoutFile extends Model<InferAttributes<PayoutFile>, InferCreationAttributes<PayoutFile>> {
  declare id: CreationOptional<number>;
  /** Noon UTC of the day its payouts are of. */
  declare wednesday: EpochSeconds;
  declare madeAt: Date;
  declare madeById: ForeignKey<number>;
}

PayoutFile.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    wednesday: { type: DataTypes.BIGINT, allowNull: false },
    madeAt: { type: DataTypes.DATE(3), allowNull: false },
    madeById: { type: DataTypes.INTEGER, allowNull: false },
  },
  { sequelize, tableName: 'payout_files', underscored: true, timestamps: false },
);
