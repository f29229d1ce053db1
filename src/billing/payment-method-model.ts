import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** With what a client pays, or has paid. */
export class ClientMethod extends Model<InferAttributes<ClientMethod>, InferCreationAttributes<ClientMethod>> {
  declare id: CreationOptional<number>;
  declare clientId: ForeignKey<number>;
  /** The client while it is in use, so that there is one at a time. */
  declare currentFor: CreationOptional<number | null>;
  /** The provider's names for the client and the method. */
  declare customer: string;
  declare method: string;
  /** `Visa ending 4242` */
  declare label: string;
  declare addedAt: Date;
  declare removedAt: CreationOptional<Date | null>;
  /** Since when the provider keeps it no longer. */
  declare forgottenAt: CreationOptional<Date | null>;
}

ClientMethod.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    clientId: { type: DataTypes.INTEGER, allowNull: false },
    currentFor: { type: DataTypes.INTEGER },
    customer: { type: DataTypes.STRING(100), allowNull: false },
    method: { type: DataTypes.STRING(200), allowNull: false },
    label: { type: DataTypes.STRING(100), allowNull: false },
    addedAt: { type: DataTypes.DATE(3), allowNull: false },
    removedAt: { type: DataTypes.DATE(3) },
    forgottenAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'payment_methods', underscored: true, timestamps: false },
);
