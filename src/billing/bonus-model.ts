import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import type { ChargeState } from './invoice.ts';

/** What a client gives a freelancer on top of what was worked. */
export class Bonus extends Model<InferAttributes<Bonus>, InferCreationAttributes<Bonus>> {
  declare id: CreationOptional<number>;
  declare contractId: number;
  /** Which of its contract's, from 1. */
  declare nth: number;
  declare clientId: number;
  declare freelancerId: number;
  declare amount: Cents;
  /** What for, in a sentence for the freelancer. */
  declare words: string;
  declare givenAt: Date;
  /** `failed` with nothing to ask any more: it was given up. */
  declare chargeState: ChargeState;
  declare chargeAttempt: number;
  declare nextChargeAt: CreationOptional<Date | null>;
  declare chargeFailure: CreationOptional<string | null>;
  declare paidAt: CreationOptional<Date | null>;
  /** Known when it is paid. */
  declare fee: CreationOptional<Cents | null>;
  declare payoutId: CreationOptional<number | null>;
}

Bonus.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    contractId: { type: DataTypes.INTEGER, allowNull: false },
    nth: { type: DataTypes.INTEGER, allowNull: false },
    clientId: { type: DataTypes.INTEGER, allowNull: false },
    freelancerId: { type: DataTypes.INTEGER, allowNull: false },
    amount: { type: DataTypes.BIGINT, field: 'amount_cents', allowNull: false },
    words: { type: DataTypes.STRING(500), allowNull: false },
    givenAt: { type: DataTypes.DATE(3), allowNull: false },
    chargeState: { type: DataTypes.STRING(12), allowNull: false },
    chargeAttempt: { type: DataTypes.INTEGER, allowNull: false },
    nextChargeAt: { type: DataTypes.DATE(3) },
    chargeFailure: { type: DataTypes.STRING(200) },
    paidAt: { type: DataTypes.DATE(3) },
    fee: { type: DataTypes.BIGINT, field: 'fee_cents' },
    payoutId: { type: DataTypes.INTEGER },
  },
  { sequelize, tableName: 'bonuses', underscored: true, timestamps: false },
);
