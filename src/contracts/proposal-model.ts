import {
  DataTypes,
  Model,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { Cents, CentsPerHour } from '../kernel/money.ts';
import type { Evidence } from './contract.ts';
import type { ProposalKind, ProposalState } from './proposal.ts';

/** Something one side of a contract asks and the other answers. The columns behind `note` belong to one kind each. */
export class Proposal extends Model<InferAttributes<Proposal>, InferCreationAttributes<Proposal>> {
  declare id: CreationOptional<number>;
  declare contractId: ForeignKey<number>;
  declare kind: ProposalKind;
  /** The kind while it waits for its answer, else null: a unique key lets one of each wait. */
  declare openKind: CreationOptional<ProposalKind | null>;
  declare state: ProposalState;
  declare proposedById: ForeignKey<number>;
  declare proposedAt: Date;
  declare answeredAt: CreationOptional<Date | null>;
  /** What is asked, as the part of a sentence that names it. */
  declare what: string;
  /** Why, in the words of whoever asks; may be empty. */
  declare note: string;
  declare rateCents: CreationOptional<CentsPerHour | null>;
  declare weeklyLimitSeconds: CreationOptional<number | null>;
  declare manualTime: CreationOptional<boolean | null>;
  declare evidence: CreationOptional<Evidence | null>;
  declare freeCodes: CreationOptional<boolean | null>;
  declare extraSeconds: CreationOptional<number | null>;
  /** A fixed price; null while the freelancer names none. */
  declare amountCents: CreationOptional<Cents | null>;
}

Proposal.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    contractId: { type: DataTypes.INTEGER, allowNull: false },
    kind: { type: DataTypes.STRING(12), allowNull: false },
    openKind: { type: DataTypes.STRING(12) },
    state: { type: DataTypes.STRING(10), allowNull: false },
    proposedById: { type: DataTypes.INTEGER, allowNull: false },
    proposedAt: { type: DataTypes.DATE(3), allowNull: false },
    answeredAt: { type: DataTypes.DATE(3) },
    what: { type: DataTypes.STRING(200), allowNull: false },
    note: { type: DataTypes.STRING(300), allowNull: false },
    rateCents: { type: DataTypes.INTEGER },
    weeklyLimitSeconds: { type: DataTypes.INTEGER },
    manualTime: { type: DataTypes.BOOLEAN },
    evidence: { type: DataTypes.STRING(8) },
    freeCodes: { type: DataTypes.BOOLEAN },
    extraSeconds: { type: DataTypes.INTEGER },
    amountCents: { type: DataTypes.INTEGER },
  },
  { sequelize, tableName: 'proposals', underscored: true, timestamps: false },
);
