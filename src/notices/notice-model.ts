import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { NoticeKind } from './notice.ts';

/** Something a person is told. */
export class Notice extends Model<InferAttributes<Notice>, InferCreationAttributes<Notice>> {
  declare id: CreationOptional<number>;
  declare userId: ForeignKey<number>;
  declare contractId: CreationOptional<ForeignKey<number> | null>;
  declare kind: NoticeKind;
  declare facts: Record<string, unknown>;
  declare toldAt: Date;
  declare readAt: CreationOptional<Date | null>;
  /** What may be told only once has a name, unique for its reader. */
  declare onceKey: CreationOptional<string | null>;
  /** When its letter is to be sent, or tried again. Null: there is none to send, or none any more. */
  declare mailDueAt: CreationOptional<Date | null>;
  declare mailTries: number;
  declare mailedAt: CreationOptional<Date | null>;
}

Notice.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    userId: { type: DataTypes.INTEGER, allowNull: false },
    contractId: { type: DataTypes.INTEGER },
    kind: { type: DataTypes.STRING(40), allowNull: false },
    facts: { type: DataTypes.JSON, allowNull: false },
    toldAt: { type: DataTypes.DATE(3), allowNull: false },
    readAt: { type: DataTypes.DATE(3) },
    onceKey: { type: DataTypes.STRING(60) },
    mailDueAt: { type: DataTypes.DATE(3) },
    mailTries: { type: DataTypes.INTEGER, allowNull: false },
    mailedAt: { type: DataTypes.DATE(3) },
  },
  { sequelize, tableName: 'notices', underscored: true, timestamps: false },
);
