import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';

/** `declined` also when whoever made it took it back; `replaced` by a newer one, or by what happened since. */
export type OfferState = 'open' | 'accepted' | 'declined' | 'replaced';

/** One side's offer to settle: so much of what is held goes to the freelancer, the rest back to the client. */
export class DisputeOffer extends Model<InferAttributes<DisputeOffer>, InferCreationAttributes<DisputeOffer>> {
  declare id: CreationOptional<number>;
  declare disputeId: number;
  declare byId: number;
  declare amount: Cents;
  /** What was held then. */
  declare of: Cents;
  declare words: CreationOptional<string | null>;
  declare state: OfferState;
  declare madeAt: Date;
  declare answeredAt: CreationOptional<Date | null>;
}

DisputeOffer.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    disputeId: { type: DataTypes.INTEGER, allowNull: false },
    byId: { type: DataTypes.INTEGER, allowNull: false },
    amount: { type: DataTypes.BIGINT, field: 'amount_cents', allowNull: false },
    of: { type: DataTypes.BIGINT, field: 'of_cents', allowNull: false },
    words: { type: DataTypes.STRING(500) },
    state: { type: DataTypes.STRING(10), allowNull: false },
    madeAt: { type: DataTypes.DATE(3), allowNull: false },
    answeredAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'dispute_offers', underscored: true, timestamps: false },
);
