import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** Somebody had the evidence of a contract checked. @property length of the chain when it began @property faults null until it is done */
export class EvidenceCheck extends Model<InferAttributes<EvidenceCheck>, InferCreationAttributes<EvidenceCheck>> {
  declare id: CreationOptional<number>;
  declare contractId: ForeignKey<number>;
  declare askedById: number;
  declare askedAt: Date;
  declare runningFor: CreationOptional<number | null>;
  declare heardAt: Date;
  declare doneAt: CreationOptional<Date | null>;
  declare length: number;
  declare entries: number;
  declare blocks: number;
  declare pictures: number;
  declare faults: CreationOptional<number | null>;
  declare faultSeq: CreationOptional<number | null>;
  declare fault: CreationOptional<string | null>;
}

EvidenceCheck.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    contractId: { type: DataTypes.INTEGER, allowNull: false },
    askedById: { type: DataTypes.INTEGER, allowNull: false },
    askedAt: { type: DataTypes.DATE(3), allowNull: false },
    runningFor: { type: DataTypes.INTEGER },
    heardAt: { type: DataTypes.DATE(3), allowNull: false },
    doneAt: { type: DataTypes.DATE(3) },
    length: { type: DataTypes.INTEGER, allowNull: false },
    entries: { type: DataTypes.INTEGER, allowNull: false },
    blocks: { type: DataTypes.INTEGER, allowNull: false },
    pictures: { type: DataTypes.INTEGER, allowNull: false },
    faults: { type: DataTypes.INTEGER },
    faultSeq: { type: DataTypes.INTEGER },
    fault: { type: DataTypes.STRING(400) },
  },
  { sequelize, tableName: 'evidence_checks', underscored: true, timestamps: false },
);
