import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** The password was right and the code is still missing. It opens nothing but the page that asks for the code. */
export class HalfSignIn extends Model<InferAttributes<HalfSignIn>, InferCreationAttributes<HalfSignIn>> {
  declare id: CreationOptional<number>;
  declare secretHash: string;
  declare userId: ForeignKey<number>;
  declare expiresAt: Date;
  declare usedAt: CreationOptional<Date | null>;
}

HalfSignIn.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    secretHash: { type: DataTypes.CHAR(64), allowNull: false },
    userId: { type: DataTypes.INTEGER, allowNull: false },
    expiresAt: { type: DataTypes.DATE(3), allowNull: false },
    usedAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'half_sign_ins', underscored: true, timestamps: false },
);
