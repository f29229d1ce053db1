import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type NonAttribute,
} from 'sequelize';
import type { ProjectCode } from '../contracts/project-code-model.ts';
import { sequelize } from '../db/sequelize.ts';
import type { Cents, CentsPerHour } from '../kernel/money.ts';

/** Everything of an invoice at one rate for one project code. */
export class InvoiceLineRow extends Model<InferAttributes<InvoiceLineRow>, InferCreationAttributes<InvoiceLineRow>> {
  declare id: CreationOptional<number>;
  declare invoiceId: number;
  declare rateCents: CentsPerHour;
  declare projectCodeId: number | null;
  declare blocks: number;
  declare seconds: number;
  declare amount: Cents;
  declare protectedSeconds: number;
  declare code?: NonAttribute<ProjectCode | null>;
}

InvoiceLineRow.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    invoiceId: { type: DataTypes.INTEGER, allowNull: false },
    rateCents: { type: DataTypes.INTEGER, allowNull: false },
    projectCodeId: { type: DataTypes.INTEGER },
    blocks: { type: DataTypes.INTEGER, allowNull: false },
    seconds: { type: DataTypes.INTEGER, allowNull: false },
    amount: { type: DataTypes.BIGINT, field: 'amount_cents', allowNull: false },
    protectedSeconds: { type: DataTypes.INTEGER, allowNull: false },
  },
  { sequelize, tableName: 'invoice_lines', underscored: true, timestamps: false },
);
