import {
  DataTypes,
  Model,
  Op,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type NonAttribute,
  type WhereOptions,
} from 'sequelize';
import type { User } from '../accounts/user-model.ts';
import { sequelize } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { PayoutState } from './payout.ts';

/** What one freelancer gets on one Wednesday. */
export class Payout extends Model<InferAttributes<Payout>, InferCreationAttributes<Payout>> {
  declare id: CreationOptional<number>;
  declare freelancerId: number;
  /** Noon UTC of that day. */
  declare wednesday: EpochSeconds;
  declare amount: Cents;
  declare state: PayoutState;
  declare madeAt: Date;
  declare settledAt: CreationOptional<Date | null>;
  declare settledById: CreationOptional<number | null>;
  /** The bank's reference of a paid one; of a failed one why, for its freelancer; of a waiting one why it waits. */
  declare words: CreationOptional<string | null>;
  /** Which file told the bank, and to which account; without a file, the account at the provider that was asked for. */
  declare fileId: CreationOptional<number | null>;
  declare accountId: CreationOptional<number | null>;
  /** When the payment provider is asked to send it, and which time that is; null when it goes by a file, or is settled. */
  declare nextSendAt: CreationOptional<Date | null>;
  declare sendAttempt: number;
  declare freelancer?: NonAttribute<User>;
  declare settledBy?: NonAttribute<User | null>;

  /** What this person may know of. Everything else is not there for them. */
  static visibleTo(actor: Actor): WhereOptions<InferAttributes<Payout>> {
    if (actor.role === 'admin') return {};
    return actor.role === 'freelancer' ? { freelancerId: actor.id } : { id: { [Op.in]: [] } };
  }
}

Payout.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    freelancerId: { type: DataTypes.INTEGER, allowNull: false },
    wednesday: { type: DataTypes.BIGINT, allowNull: false },
    amount: { type: DataTypes.BIGINT, field: 'amount_cents', allowNull: false },
    state: { type: DataTypes.STRING(12), allowNull: false },
    madeAt: { type: DataTypes.DATE(3), allowNull: false },
    settledAt: { type: DataTypes.DATE(3) },
    settledById: { type: DataTypes.INTEGER },
    words: { type: DataTypes.STRING(200) },
    fileId: { type: DataTypes.INTEGER },
    accountId: { type: DataTypes.INTEGER },
    nextSendAt: { type: DataTypes.DATE(3) },
    sendAttempt: { type: DataTypes.INTEGER, allowNull: false },
  },
  { sequelize, tableName: 'payouts', underscored: true, timestamps: false },
);
