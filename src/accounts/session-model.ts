import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
  type NonAttribute,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { SessionKind } from './session.ts';
import type { User } from './user-model.ts';

/** Somebody signed in somewhere. The secret itself is only with them; we keep its SHA-256. */
export class Session extends Model<InferAttributes<Session>, InferCreationAttributes<Session>> {
  declare id: CreationOptional<number>;
  declare secretHash: string;
  declare userId: ForeignKey<number>;
  declare user?: NonAttribute<User>;
  declare kind: SessionKind;
  declare device: string;
  /** The tracker's session this web session was handed over from; ending that ends this. */
  declare parentId: CreationOptional<number | null>;
  declare createdAt: Date;
  declare lastUsedAt: Date;
  declare expiresAt: Date;
  declare endsAt: Date;
  /** The contract this tracker's timer runs on, and when it last said so; null when it does not run. */
  declare worksOn: CreationOptional<number | null>;
  declare timerHeardAt: CreationOptional<Date | null>;
  /** When this session last gave a code of the second factor. */
  declare provedAt: CreationOptional<Date | null>;
}

Session.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    secretHash: { type: DataTypes.CHAR(64), allowNull: false },
    userId: { type: DataTypes.INTEGER, allowNull: false },
    kind: { type: DataTypes.STRING(8), allowNull: false },
    device: { type: DataTypes.STRING(100), allowNull: false },
    parentId: { type: DataTypes.INTEGER },
    createdAt: { type: DataTypes.DATE(3), allowNull: false },
    lastUsedAt: { type: DataTypes.DATE(3), allowNull: false },
    expiresAt: { type: DataTypes.DATE(3), allowNull: false },
    endsAt: { type: DataTypes.DATE(3), allowNull: false },
    worksOn: { type: DataTypes.INTEGER },
    timerHeardAt: { type: DataTypes.DATE(3) },
    provedAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'sessions', underscored: true, timestamps: false },
);
