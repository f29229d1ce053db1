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
  /** The account, sealed; see `sealed.ts`. */
  declare sealed: string;
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
    label: { type: DataTypes.STRING(60), allowNull: false },
    addedAt: { type: DataTypes.DATE(3), allowNull: false },
    replacedAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'payout_accounts', underscored: true, timestamps: false },
);
