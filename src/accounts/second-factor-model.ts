import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** The authenticator a person's codes come from. A row without `since` is one that is being set up. */
export class SecondFactor extends Model<InferAttributes<SecondFactor>, InferCreationAttributes<SecondFactor>> {
  declare userId: number;
  /** Its key, sealed; null until the first code was right. */
  declare sealed: CreationOptional<string | null>;
  declare since: CreationOptional<Date | null>;
  /** Of the newest code that was used, in steps of 30 s since 1970. */
  declare lastStep: number;
  /** The sealed key on the page of somebody who sets up an authenticator, until its first code is right. */
  declare pending: CreationOptional<string | null>;
}

SecondFactor.init(
  {
    userId: { type: DataTypes.INTEGER, primaryKey: true },
    sealed: { type: DataTypes.STRING(200) },
    since: { type: DataTypes.DATE(3) },
    lastStep: { type: DataTypes.INTEGER, allowNull: false },
    pending: { type: DataTypes.STRING(200) },
  },
  { sequelize, tableName: 'second_factors', underscored: true, timestamps: false },
);
