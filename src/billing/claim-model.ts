import {
  DataTypes,
  Model,
  Op,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type WhereOptions,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import type { Actor } from '../policy/policy.ts';
import type { ClaimState } from './claim.ts';

/** “My client will not pay”, for one invoice. */
export class Claim extends Model<InferAttributes<Claim>, InferCreationAttributes<Claim>> {
  declare id: CreationOptional<number>;
  declare invoiceId: number;
  declare contractId: number;
  declare clientId: number;
  declare freelancerId: number;
  /** What the freelancer says to it. */
  declare words: string;
  declare filedAt: Date;
  /** What the fund is asked for, fee included; once it has paid, what it stands for. */
  declare amount: Cents;
  /** Known when it is paid: the freelancer got the amount less this. */
  declare fee: CreationOptional<Cents | null>;
  declare state: ClaimState;
  /** Why it was decided so. */
  declare reason: CreationOptional<string | null>;
  declare decidedAt: CreationOptional<Date | null>;
  declare decidedById: CreationOptional<number | null>;
  /** The admin whose decision waits for a second one. */
  declare proposedById: CreationOptional<number | null>;
  /** When the freelancer asked for another admin; until then it has not been appealed. */
  declare appealedAt: CreationOptional<Date | null>;
  declare appealWords: CreationOptional<string | null>;
  /** When the client's own payment came, and the fund had its money back. */
  declare recoveredAt: CreationOptional<Date | null>;
  declare payoutId: CreationOptional<number | null>;

  /** What this person may know of. Everything else is not there for them. */
  static visibleTo(actor: Actor): WhereOptions<InferAttributes<Claim>> {
    if (actor.role === 'client') return { clientId: actor.id };
    if (actor.role === 'freelancer') return { freelancerId: actor.id };
    return { id: { [Op.in]: [] } };
  }
}

Claim.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    invoiceId: { type: DataTypes.INTEGER, allowNull: false },
    contractId: { type: DataTypes.INTEGER, allowNull: false },
    clientId: { type: DataTypes.INTEGER, allowNull: false },
    freelancerId: { type: DataTypes.INTEGER, allowNull: false },
    words: { type: DataTypes.STRING(1000), allowNull: false },
    filedAt: { type: DataTypes.DATE(3), allowNull: false },
    amount: { type: DataTypes.BIGINT, field: 'amount_cents', allowNull: false },
    fee: { type: DataTypes.BIGINT, field: 'fee_cents' },
    state: { type: DataTypes.STRING(10), allowNull: false },
    reason: { type: DataTypes.STRING(1000) },
    decidedAt: { type: DataTypes.DATE(3) },
    decidedById: { type: DataTypes.INTEGER },
    proposedById: { type: DataTypes.INTEGER },
    appealedAt: { type: DataTypes.DATE(3) },
    appealWords: { type: DataTypes.STRING(1000) },
    recoveredAt: { type: DataTypes.DATE(3) },
    payoutId: { type: DataTypes.INTEGER },
  },
  { sequelize, tableName: 'claims', underscored: true, timestamps: false },
);
