import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { Role } from '../policy/policy.ts';

/** A person: freelancer, client or admin. */
export class User extends Model<InferAttributes<User>, InferCreationAttributes<User>> {
  declare id: CreationOptional<number>;
  /** Normalised; see `normaliseEmail`. */
  declare email: string;
  declare name: string;
  declare role: Role;
  declare timeZone: string;
  /** Argon2id, or empty until the first password is chosen. */
  declare passwordHash: string;
  declare createdAt: Date;
  declare lastSeenAt: CreationOptional<Date | null>;
  /** The name stays for the other side's records; nothing signs in any more. */
  declare closedAt: CreationOptional<Date | null>;
  /** Since when nothing of this account opens, and what for. */
  declare suspendedAt: CreationOptional<Date | null>;
  declare suspendedFor: CreationOptional<string | null>;
}

User.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    email: { type: DataTypes.STRING(254), allowNull: false },
    name: { type: DataTypes.STRING(100), allowNull: false },
    role: { type: DataTypes.STRING(12), allowNull: false },
    timeZone: { type: DataTypes.STRING(64), allowNull: false },
    passwordHash: { type: DataTypes.STRING(255), allowNull: false },
    createdAt: { type: DataTypes.DATE(3), allowNull: false },
    lastSeenAt: { type: DataTypes.DATE(3) },
    closedAt: { type: DataTypes.DATE(3) },
    suspendedAt: { type: DataTypes.DATE(3) },
    suspendedFor: { type: DataTypes.STRING(20) },
  },
  { sequelize, tableName: 'users', underscored: true, timestamps: false },
);
