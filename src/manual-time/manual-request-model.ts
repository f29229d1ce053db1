import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { RequestState } from './manual-request.ts';

/** A freelancer asks the client for a stretch of time that was not tracked. What is accepted becomes blocks. */
export class ManualRequest extends Model<InferAttributes<ManualRequest>, InferCreationAttributes<ManualRequest>> {
  declare id: CreationOptional<number>;
  declare contractId: ForeignKey<number>;
  declare freelancerId: ForeignKey<number>;
  declare from: EpochSeconds;
  declare to: EpochSeconds;
  declare description: string;
  declare projectCode: CreationOptional<string | null>;
  declare reason: string;
  declare state: RequestState;
  declare askedAt: EpochSeconds;
  declare answerBy: EpochSeconds;
  declare closedAt: CreationOptional<EpochSeconds | null>;
  /** The part that got a yes, and how much of it was added: what had been logged meanwhile was left out. */
  declare acceptedFrom: CreationOptional<EpochSeconds | null>;
  declare acceptedTo: CreationOptional<EpochSeconds | null>;
  declare addedSeconds: CreationOptional<number | null>;
  declare answer: CreationOptional<string | null>;
}

ManualRequest.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    contractId: { type: DataTypes.INTEGER, allowNull: false },
    freelancerId: { type: DataTypes.INTEGER, allowNull: false },
    from: { type: DataTypes.BIGINT, allowNull: false, field: 'from_at' },
    to: { type: DataTypes.BIGINT, allowNull: false, field: 'to_at' },
    description: { type: DataTypes.STRING(300), allowNull: false },
    projectCode: { type: DataTypes.STRING(40) },
    reason: { type: DataTypes.STRING(1000), allowNull: false },
    state: { type: DataTypes.STRING(12), allowNull: false },
    askedAt: { type: DataTypes.BIGINT, allowNull: false },
    answerBy: { type: DataTypes.BIGINT, allowNull: false },
    closedAt: { type: DataTypes.BIGINT },
    acceptedFrom: { type: DataTypes.BIGINT },
    acceptedTo: { type: DataTypes.BIGINT },
    addedSeconds: { type: DataTypes.INTEGER },
    answer: { type: DataTypes.STRING(1000) },
  },
  { sequelize, tableName: 'manual_requests', underscored: true, timestamps: false },
);
