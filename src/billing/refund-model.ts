import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import type { RefundSource, RefundState } from './refund.ts';

/** Money a client gets back. */
export class Refund extends Model<InferAttributes<Refund>, InferCreationAttributes<Refund>> {
  declare id: CreationOptional<number>;
  declare contractId: number;
  /** Null when it is a second payment of a bonus. */
  declare invoiceId: CreationOptional<number | null>;
  /** Which of its invoice's, from 1. */
  declare nth: CreationOptional<number | null>;
  declare clientId: number;
  declare freelancerId: number;
  declare source: RefundSource;
  declare amount: Cents;
  /** What of it was for protected blocks; null when nobody can tell. */
  declare protectedAmount: CreationOptional<Cents | null>;
  /** The dispute that ended so. */
  declare disputeId: CreationOptional<number | null>;
  /** What of it the platform gives back. */
  declare feeBack: Cents;
  /** Why, in a sentence for both. */
  declare words: string;
  /** Null when it was nobody's wish. */
  declare madeById: CreationOptional<number | null>;
  declare madeAt: Date;
  /** The attempt whose money it is; null when nothing was charged. */
  declare chargeId: CreationOptional<number | null>;
  declare state: RefundState;
  /** When the provider is asked next; null once there is nothing to ask. */
  declare nextAskAt: CreationOptional<Date | null>;
  /** Why the card took nothing back. */
  declare reason: CreationOptional<string | null>;
  declare reference: CreationOptional<string | null>;
  declare settledAt: CreationOptional<Date | null>;
}

Refund.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    contractId: { type: DataTypes.INTEGER, allowNull: false },
    invoiceId: { type: DataTypes.INTEGER },
    nth: { type: DataTypes.INTEGER },
    clientId: { type: DataTypes.INTEGER, allowNull: false },
    freelancerId: { type: DataTypes.INTEGER, allowNull: false },
    source: { type: DataTypes.STRING(10), allowNull: false },
    amount: { type: DataTypes.BIGINT, field: 'amount_cents', allowNull: false },
    protectedAmount: { type: DataTypes.BIGINT, field: 'protected_cents' },
    disputeId: { type: DataTypes.INTEGER },
    feeBack: { type: DataTypes.BIGINT, field: 'fee_back_cents', allowNull: false },
    words: { type: DataTypes.STRING(500), allowNull: false },
    madeById: { type: DataTypes.INTEGER },
    madeAt: { type: DataTypes.DATE(3), allowNull: false },
    chargeId: { type: DataTypes.INTEGER },
    state: { type: DataTypes.STRING(10), allowNull: false },
    nextAskAt: { type: DataTypes.DATE(3) },
    reason: { type: DataTypes.STRING(200) },
    reference: { type: DataTypes.STRING(200) },
    settledAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'refunds', underscored: true, timestamps: false },
);
