import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** Something the payment provider has told us. Rows are only ever added; each event is there once. */
export class HeardEvent extends Model<InferAttributes<HeardEvent>, InferCreationAttributes<HeardEvent>> {
  declare id: CreationOptional<number>;
  /** The provider's name for it. */
  declare eventId: string;
  declare about: string;
  /** The key of the act it is about. */
  declare actKey: string;
  declare state: string;
  declare reference: string;
  declare reason: CreationOptional<string | null>;
  declare heardAt: Date;
}

HeardEvent.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    eventId: { type: DataTypes.STRING(200), allowNull: false },
    about: { type: DataTypes.STRING(10), allowNull: false },
    actKey: { type: DataTypes.STRING(120), allowNull: false },
    state: { type: DataTypes.STRING(10), allowNull: false },
    reference: { type: DataTypes.STRING(200), allowNull: false },
    reason: { type: DataTypes.STRING(300) },
    heardAt: { type: DataTypes.DATE(3), allowNull: false },
  },
  { sequelize, tableName: 'payment_events', underscored: true, timestamps: false },
);
