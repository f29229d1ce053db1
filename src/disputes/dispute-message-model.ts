import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** What one side writes to the other about a dispute. Rows are only ever added. */
export class DisputeMessage extends Model<InferAttributes<DisputeMessage>, InferCreationAttributes<DisputeMessage>> {
  declare id: CreationOptional<number>;
  declare disputeId: number;
  declare byId: number;
  declare words: string;
  declare writtenAt: Date;
}

DisputeMessage.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    disputeId: { type: DataTypes.INTEGER, allowNull: false },
    byId: { type: DataTypes.INTEGER, allowNull: false },
    words: { type: DataTypes.STRING(2000), allowNull: false },
    writtenAt: { type: DataTypes.DATE(3), allowNull: false },
  },
  { sequelize, tableName: 'dispute_messages', underscored: true, timestamps: false },
);
