import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** How a job went last, by whichever process. */
export class JobRun extends Model<InferAttributes<JobRun>, InferCreationAttributes<JobRun>> {
  declare name: string;
  /** While a process runs it, no other begins before this. */
  declare leasedUntil: CreationOptional<Date | null>;
  declare startedAt: CreationOptional<Date | null>;
  declare endedAt: CreationOptional<Date | null>;
  declare succeededAt: CreationOptional<Date | null>;
  /** How much the last run that worked had to do. */
  declare done: CreationOptional<number | null>;
  /** In a row, until now. */
  declare failures: number;
  declare failedAt: CreationOptional<Date | null>;
  declare trouble: CreationOptional<string | null>;
}

JobRun.init(
  {
    name: { type: DataTypes.STRING(80), primaryKey: true },
    leasedUntil: { type: DataTypes.DATE(3) },
    startedAt: { type: DataTypes.DATE(3) },
    endedAt: { type: DataTypes.DATE(3) },
    succeededAt: { type: DataTypes.DATE(3) },
    done: { type: DataTypes.INTEGER },
    failures: { type: DataTypes.INTEGER, allowNull: false },
    failedAt: { type: DataTypes.DATE(3) },
    trouble: { type: DataTypes.STRING(500) },
  },
  { sequelize, tableName: 'job_runs', underscored: true, timestamps: false },
);
