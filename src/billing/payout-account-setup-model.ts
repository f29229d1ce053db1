import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** One visit of a freelancer to the payment provider's pages, to say where the money goes. */
export class PayoutAccountSetup extends Model<
  InferAttributes<PayoutAccountSetup>,
  InferCreationAttributes<PayoutAccountSetup>
> {
  declare id: CreationOptional<number>;
  declare freelancerId: ForeignKey<number>;
  /** The provider's name for the account; unknown until it has answered. */
  declare account: CreationOptional<string | null>;
  declare startedAt: Date;
  /** When the provider is asked whether the account is ready; null when nobody waits for it any more. */
  declare nextAskAt: CreationOptional<Date | null>;
  declare finishedAt: CreationOptional<Date | null>;
}

PayoutAccountSetup.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    freelancerId: { type: DataTypes.INTEGER, allowNull: false },
    account: { type: DataTypes.STRING(200) },
    startedAt: { type: DataTypes.DATE(3), allowNull: false },
    nextAskAt: { type: DataTypes.DATE(3) },
    finishedAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'payout_account_setups', underscored: true, timestamps: false },
);
