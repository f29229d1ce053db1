import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** Stands in once for a code of the authenticator. Only its owner has it; we keep its SHA-256. */
export class RecoveryCode extends Model<InferAttributes<RecoveryCode>, InferCreationAttributes<RecoveryCode>> {
  declare id: CreationOptional<number>;
  declare userId: ForeignKey<number>;
  declare codeHash: string;
  declare usedAt: CreationOptional<Date | null>;
}

RecoveryCode.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    userId: { type: DataTypes.INTEGER, allowNull: false },
    codeHash: { type: DataTypes.CHAR(64), allowNull: false },
    usedAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'recovery_codes', underscored: true, timestamps: false },
);
