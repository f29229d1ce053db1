import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** A client's own key for where the time belongs, such as `SHOP-12`. */
export class ProjectCode extends Model<InferAttributes<ProjectCode>, InferCreationAttributes<ProjectCode>> {
  declare id: CreationOptional<number>;
  declare contractId: ForeignKey<number>;
  declare code: string;
  declare name: string;
  /** Since when it is offered no more; blocks that have it keep it. */
  declare closedAt: CreationOptional<Date | null>;
  /** The freelancer who typed it; null when the client listed it. */
  declare typedById: CreationOptional<number | null>;
}

ProjectCode.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    contractId: { type: DataTypes.INTEGER, allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    name: { type: DataTypes.STRING(100), allowNull: false },
    closedAt: { type: DataTypes.DATE(3) },
    typedById: { type: DataTypes.INTEGER },
  },
  { sequelize, tableName: 'project_codes', underscored: true, timestamps: false },
);
