import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';

export type ChargedFor = 'invoice' | 'bonus';

/** The payment provider was asked once to charge somebody. How much and with what stays as it was first asked, however often. */
export class ChargeAttempt extends Model<InferAttributes<ChargeAttempt>, InferCreationAttributes<ChargeAttempt>> {
  declare id: CreationOptional<number>;
  declare about: ChargedFor;
  /** Of the invoice or the bonus. */
  declare ownerId: number;
  /** Counted from 1; a new one begins once the provider has said no. */
  declare attempt: number;
  declare amount: Cents;
  /** What the client's credit pays beside it, once it is paid. */
  declare credit: Cents;
  /** The provider's names for who pays and how, and ours to show; null when there was no payment method. */
  declare customer: CreationOptional<string | null>;
  declare method: CreationOptional<string | null>;
  declare label: CreationOptional<string | null>;
  /** `asked`: nobody knows yet what became of it. */
  declare state: 'asked' | 'pending' | 'declined' | 'paid';
  declare reason: CreationOptional<string | null>;
  /** The provider's name for the payment. */
  declare reference: CreationOptional<string | null>;
  declare askedAt: Date;
  declare heardAt: CreationOptional<Date | null>;
}

ChargeAttempt.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    about: { type: DataTypes.STRING(10), allowNull: false },
    ownerId: { type: DataTypes.INTEGER, allowNull: false },
    attempt: { type: DataTypes.INTEGER, allowNull: false },
    amount: { type: DataTypes.BIGINT, field: 'amount_cents', allowNull: false },
    credit: { type: DataTypes.BIGINT, field: 'credit_cents', allowNull: false },
    customer: { type: DataTypes.STRING(100) },
    method: { type: DataTypes.STRING(200) },
    label: { type: DataTypes.STRING(100) },
    state: { type: DataTypes.STRING(10), allowNull: false },
    reason: { type: DataTypes.STRING(200) },
    reference: { type: DataTypes.STRING(200) },
    askedAt: { type: DataTypes.DATE(3), allowNull: false },
    heardAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'charge_attempts', underscored: true, timestamps: false },
);
