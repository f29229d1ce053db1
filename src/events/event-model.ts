import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { EventKind } from './event.ts';

/** Something that happened. Rows are only ever added. */
export class Event extends Model<InferAttributes<Event>, InferCreationAttributes<Event>> {
  declare id: CreationOptional<number>;
  declare kind: EventKind;
  declare contractId: CreationOptional<ForeignKey<number> | null>;
  declare actorId: CreationOptional<ForeignKey<number> | null>;
  declare happenedAt: Date;
  declare facts: Record<string, unknown>;
}

Event.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    kind: { type: DataTypes.STRING(40), allowNull: false },
    contractId: { type: DataTypes.INTEGER },
    actorId: { type: DataTypes.INTEGER },
    happenedAt: { type: DataTypes.DATE(3), allowNull: false },
    facts: { type: DataTypes.JSON, allowNull: false },
  },
  { sequelize, tableName: 'events', underscored: true, timestamps: false },
);
