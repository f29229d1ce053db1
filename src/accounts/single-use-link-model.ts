import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

export type LinkPurpose = 'new-password' | 'hand-over';

/** An address that works once. Its secret is only in the address; we keep its SHA-256. */
export class SingleUseLink extends Model<InferAttributes<SingleUseLink>, InferCreationAttributes<SingleUseLink>> {
  declare id: CreationOptional<number>;
  declare secretHash: string;
  declare purpose: LinkPurpose;
  declare userId: ForeignKey<number>;
  /** Of a hand-over: the tracker's session that asked. */
  declare sessionId: CreationOptional<number | null>;
  /** Of a hand-over: the path to open, always one of ours. */
  declare destination: CreationOptional<string | null>;
  declare expiresAt: Date;
  declare usedAt: CreationOptional<Date | null>;
}

SingleUseLink.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    secretHash: { type: DataTypes.CHAR(64), allowNull: false },
    purpose: { type: DataTypes.STRING(20), allowNull: false },
    userId: { type: DataTypes.INTEGER, allowNull: false },
    sessionId: { type: DataTypes.INTEGER },
    destination: { type: DataTypes.STRING(200) },
    expiresAt: { type: DataTypes.DATE(3), allowNull: false },
    usedAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'single_use_links', underscored: true, timestamps: false },
);
