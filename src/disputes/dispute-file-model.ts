import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

export type FileType = 'application/pdf' | 'image/jpeg';
/** `dispute`: with the first statement of its side; `appeal`: with the appeal, or the answer to it. */
export type StatementName = 'dispute' | 'appeal';

/** A file that one side adds to a statement. */
export class DisputeFile extends Model<InferAttributes<DisputeFile>, InferCreationAttributes<DisputeFile>> {
  declare id: CreationOptional<number>;
  declare disputeId: number;
  declare byId: number;
  declare statement: StatementName;
  /** What its sender calls it. */
  declare name: string;
  declare type: FileType;
  declare bytes: number;
  /** Of the bytes that are kept, in hex. */
  declare sha256: string;
  declare storageKey: string;
  declare addedAt: Date;
}

DisputeFile.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    disputeId: { type: DataTypes.INTEGER, allowNull: false },
    byId: { type: DataTypes.INTEGER, allowNull: false },
    statement: { type: DataTypes.STRING(10), allowNull: false },
    name: { type: DataTypes.STRING(200), allowNull: false },
    type: { type: DataTypes.STRING(20), allowNull: false },
    bytes: { type: DataTypes.INTEGER, allowNull: false },
    sha256: { type: DataTypes.CHAR(64), allowNull: false },
    storageKey: { type: DataTypes.STRING(120), allowNull: false },
    addedAt: { type: DataTypes.DATE(3), allowNull: false },
  },
  { sequelize, tableName: 'dispute_files', underscored: true, timestamps: false },
);
