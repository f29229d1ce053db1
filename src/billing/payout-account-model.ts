import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** Where a freelancer's money goes, or went. What payouts were sent to stays readable. */
export class PayoutAccount extends Model<InferAttributes<PayoutAccount>, InferCreationAttributes<PayoutAccount>> {
  declare id: CreationOptional<number>;
  declare freelancerId: ForeignKey<number>;
  /** The freelancer while it is in use, so that there is one at a time. */
  declare currentFor: CreationOptional<number | null>;
  /** A bank's account, sealed; see `sealed.ts`. Empty for one at the payment provider. */
  declare sealed: string;
  /** The payment provider's name for it; null for a bank's account, of which a bank is told by a file. */
  declare providerAccount: CreationOptional<string | null>;
  /** `DE •••• 3000` */
  declare label: string;
  declare addedAt: Date;
  declare replacedAt: CreationOptional<Date | null>;
}

PayoutAccount.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    freelancerId: { type: DataTypes.INTEGER, allowNull: false },
    currentFor: { type: DataTypes.INTEGER },
    sealed: { type: DataTypes.STRING(600), allowNull: false },
    providerAccount: { type: DataTypes.STRING(200) },
    label: { type: DataTypes.STRING(60), allowNull: false },
    addedAt: { type: DataTypes.DATE(3), allowNull: false },
    replacedAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'payout_accounts', underscored: true, timestamps: false },
);
