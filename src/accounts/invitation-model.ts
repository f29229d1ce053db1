import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** The link in a letter about an offer. Its secret is only in the address; we keep its SHA-256. */
export class Invitation extends Model<InferAttributes<Invitation>, InferCreationAttributes<Invitation>> {
  declare id: CreationOptional<number>;
  declare contractId: ForeignKey<number>;
  declare secretHash: string;
  declare sentAt: Date;
  declare expiresAt: Date;
  /** Since when a newer letter's link is the one that works. */
  declare replacedAt: CreationOptional<Date | null>;
  declare usedAt: CreationOptional<Date | null>;
}

Invitation.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    contractId: { type: DataTypes.INTEGER, allowNull: false },
    secretHash: { type: DataTypes.CHAR(64), allowNull: false },
    sentAt: { type: DataTypes.DATE(3), allowNull: false },
    expiresAt: { type: DataTypes.DATE(3), allowNull: false },
    replacedAt: { type: DataTypes.DATE(3) },
    usedAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'invitations', underscored: true, timestamps: false },
);
