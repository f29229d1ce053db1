import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { CentsPerHour } from '../kernel/money.ts';
import type { Evidence } from './contract.ts';

/** One version of what was agreed. Rows are never changed: a change of terms is the next version. */
export class ContractTerms extends Model<InferAttributes<ContractTerms>, InferCreationAttributes<ContractTerms>> {
  declare id: CreationOptional<number>;
  declare contractId: ForeignKey<number>;
  declare version: number;
  declare rateCents: CentsPerHour;
  declare weeklyLimitSeconds: number;
  declare manualTime: boolean;
  declare evidence: Evidence;
  declare freeCodes: boolean;
  declare validFrom: Date;
}

ContractTerms.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    contractId: { type: DataTypes.INTEGER, allowNull: false },
    version: { type: DataTypes.INTEGER, allowNull: false },
    rateCents: { type: DataTypes.INTEGER, allowNull: false },
    weeklyLimitSeconds: { type: DataTypes.INTEGER, allowNull: false },
    manualTime: { type: DataTypes.BOOLEAN, allowNull: false },
    evidence: { type: DataTypes.STRING(8), allowNull: false },
    freeCodes: { type: DataTypes.BOOLEAN, allowNull: false },
    validFrom: { type: DataTypes.DATE(3), allowNull: false },
  },
  { sequelize, tableName: 'contract_terms', underscored: true, timestamps: false },
);
