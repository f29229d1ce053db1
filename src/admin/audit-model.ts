import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';

/** Something an admin did or looked at. Rows are only ever added: the database refuses everything else. */
export class AuditEntry extends Model<InferAttributes<AuditEntry>, InferCreationAttributes<AuditEntry>> {
  declare id: CreationOptional<number>;
  declare adminId: number;
  /** An event's kind, or one of `lookKinds`. */
  declare kind: string;
  declare contractId: CreationOptional<number | null>;
  declare personId: CreationOptional<number | null>;
  /** Of a stated reason: the session in which it holds. */
  declare sessionId: CreationOptional<number | null>;
  /** What happened in words is the event’s. */
  declare eventId: CreationOptional<number | null>;
  declare reason: CreationOptional<string | null>;
  declare words: CreationOptional<string | null>;
  declare happenedAt: EpochSeconds;
}

AuditEntry.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    adminId: { type: DataTypes.INTEGER, allowNull: false },
    kind: { type: DataTypes.STRING(40), allowNull: false },
    contractId: { type: DataTypes.INTEGER },
    personId: { type: DataTypes.INTEGER },
    sessionId: { type: DataTypes.INTEGER },
    eventId: { type: DataTypes.INTEGER },
    reason: { type: DataTypes.STRING(20) },
    words: { type: DataTypes.STRING(500) },
    happenedAt: { type: DataTypes.BIGINT, allowNull: false },
  },
  { sequelize, tableName: 'audit_entries', underscored: true, timestamps: false },
);
