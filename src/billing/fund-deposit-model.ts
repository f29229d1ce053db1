import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';

/** Money the platform puts into the protection fund. */
export class FundDeposit extends Model<InferAttributes<FundDeposit>, InferCreationAttributes<FundDeposit>> {
  declare id: CreationOptional<number>;
  /** Which of all, from 1. */
  declare nth: number;
  declare amount: Cents;
  declare reason: string;
  declare madeById: number;
  declare madeAt: Date;
}

FundDeposit.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    nth: { type: DataTypes.INTEGER, allowNull: false },
    amount: { type: DataTypes.BIGINT, field: 'amount_cents', allowNull: false },
    reason: { type: DataTypes.STRING(500), allowNull: false },
    madeById: { type: DataTypes.INTEGER, allowNull: false },
    madeAt: { type: DataTypes.DATE(3), allowNull: false },
  },
  { sequelize, tableName: 'fund_deposits', underscored: true, timestamps: false },
);
