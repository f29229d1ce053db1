import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** One visit of a client to the provider's page, to add a payment method. */
export class MethodSetup extends Model<InferAttributes<MethodSetup>, InferCreationAttributes<MethodSetup>> {
  declare id: CreationOptional<number>;
  declare clientId: ForeignKey<number>;
  /** The provider's names for the client and the visit; unknown until it has answered. */
  declare customer: CreationOptional<string | null>;
  declare session: CreationOptional<string | null>;
  declare startedAt: Date;
  /** Since when the provider says that it is done, whether or not the browser came back. */
  declare heardAt: CreationOptional<Date | null>;
  declare finishedAt: CreationOptional<Date | null>;
}

MethodSetup.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    clientId: { type: DataTypes.INTEGER, allowNull: false },
    customer: { type: DataTypes.STRING(100) },
    session: { type: DataTypes.STRING(200) },
    startedAt: { type: DataTypes.DATE(3), allowNull: false },
    heardAt: { type: DataTypes.DATE(3) },
    finishedAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'method_setups', underscored: true, timestamps: false },
);
