import {
  DataTypes,
  Model,
  Op,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
  type NonAttribute,
  type WhereOptions,
} from 'sequelize';
import type { User } from '../accounts/user-model.ts';
import type { Contract } from '../contracts/contract-model.ts';
import { sequelize } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { ChargeState } from './invoice.ts';
import type { Payout } from './payout-model.ts';

/** A contract's week, once it is closed. What it says never changes; how it is paid does. */
export class Invoice extends Model<InferAttributes<Invoice>, InferCreationAttributes<Invoice>> {
  declare id: CreationOptional<number>;
  /** `IT-2026-000012`: without gaps, by the year it was issued in. */
  declare number: string;
  declare contractId: ForeignKey<number>;
  declare clientId: number;
  declare freelancerId: number;
  /** Its first second. */
  declare week: EpochSeconds;
  declare issuedAt: Date;
  declare seconds: number;
  declare amount: Cents;
  declare protectedSeconds: number;
  declare protectedAmount: Cents;
  declare chargeState: ChargeState;
  /** Counted from 1; a new one begins once the provider has said no. */
  declare chargeAttempt: number;
  /** When the provider is asked next; null once there is nothing to ask. */
  declare nextChargeAt: Date | null;
  /** Why the last attempt failed, in a sentence. */
  declare chargeFailure: CreationOptional<string | null>;
  /** The provider's name for the payment. */
  declare chargeReference: CreationOptional<string | null>;
  declare paidAt: CreationOptional<Date | null>;
  declare acceptedAt: CreationOptional<Date | null>;
  /** Null when the review ended by itself. */
  declare acceptedById: CreationOptional<number | null>;
  declare releasedAt: CreationOptional<Date | null>;
  /** What left escrow then, and when disputes ended later, fee included: less than was billed when a part went back. */
  declare releasedCents: CreationOptional<Cents | null>;
  /** Known when it is released. */
  declare fee: CreationOptional<Cents | null>;
  declare payoutId: CreationOptional<number | null>;
  declare contract?: NonAttribute<Contract>;
  declare client?: NonAttribute<User>;
  declare freelancer?: NonAttribute<User>;
  declare payout?: NonAttribute<Payout | null>;

  /** What this person may know of. Everything else is not there for them. */
  static visibleTo(actor: Actor): WhereOptions<InferAttributes<Invoice>> {
    if (actor.role === 'client') return { clientId: actor.id };
    if (actor.role === 'freelancer') return { freelancerId: actor.id };
    return actor.look ? { contractId: actor.look.contractId } : { id: { [Op.in]: [] } };
  }
}

const cents = (field: string) => ({ type: DataTypes.BIGINT, field });

Invoice.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    number: { type: DataTypes.STRING(20), allowNull: false },
    contractId: { type: DataTypes.INTEGER, allowNull: false },
    clientId: { type: DataTypes.INTEGER, allowNull: false },
    freelancerId: { type: DataTypes.INTEGER, allowNull: false },
    week: { type: DataTypes.BIGINT, allowNull: false },
    issuedAt: { type: DataTypes.DATE(3), allowNull: false },
    seconds: { type: DataTypes.INTEGER, allowNull: false },
    amount: { ...cents('amount_cents'), allowNull: false },
    protectedSeconds: { type: DataTypes.INTEGER, allowNull: false },
    protectedAmount: { ...cents('protected_cents'), allowNull: false },
    chargeState: { type: DataTypes.STRING(12), allowNull: false },
    chargeAttempt: { type: DataTypes.INTEGER, allowNull: false },
    nextChargeAt: { type: DataTypes.DATE(3) },
    chargeFailure: { type: DataTypes.STRING(200) },
    chargeReference: { type: DataTypes.STRING(100) },
    paidAt: { type: DataTypes.DATE(3) },
    acceptedAt: { type: DataTypes.DATE(3) },
    acceptedById: { type: DataTypes.INTEGER },
    releasedAt: { type: DataTypes.DATE(3) },
    releasedCents: cents('released_cents'),
    fee: cents('fee_cents'),
    payoutId: { type: DataTypes.INTEGER },
  },
  { sequelize, tableName: 'invoices', underscored: true, timestamps: false },
);
