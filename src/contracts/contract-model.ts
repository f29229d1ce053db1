import {
  DataTypes,
  Model,
  Op,
  type CreationOptional,
  type ForeignKey,
  type InferAttributes,
  type InferCreationAttributes,
  type NonAttribute,
  type WhereOptions,
} from 'sequelize';
import type { User } from '../accounts/user-model.ts';
import { sequelize } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import type { Actor } from '../policy/policy.ts';
import type { ContractState } from './contract.ts';
import type { ContractTerms } from './contract-terms-model.ts';
import type { Stop } from './standing.ts';
import type { ProjectCode } from './project-code-model.ts';

/** A freelancer's job for a client. The tracker's dropdown calls it *Select Project*. */
export class Contract extends Model<InferAttributes<Contract>, InferCreationAttributes<Contract>> {
  declare id: CreationOptional<number>;
  declare title: string;
  declare clientId: ForeignKey<number>;
  declare client?: NonAttribute<User>;
  /** Normalised address the offer went to. */
  declare freelancerEmail: string;
  /** Known once the offer is accepted. */
  declare freelancerId: CreationOptional<ForeignKey<number> | null>;
  declare freelancer?: NonAttribute<User | null>;
  declare state: ContractState;
  /** Why an accepted contract does not run now; `contract_stops` says since when, and when before. */
  declare stopped: CreationOptional<Stop | null>;
  declare offeredAt: Date;
  declare acceptedAt: CreationOptional<Date | null>;
  declare closedAt: CreationOptional<Date | null>;
  /** Since when a charge of the client's has failed and is open. */
  declare paymentProblemSince: CreationOptional<Date | null>;
  /** One amount in place of hours, agreed then. */
  declare fixedPriceCents: CreationOptional<Cents | null>;
  declare fixedPriceSince: CreationOptional<Date | null>;
  /** First second of the first week that is not closed and billed yet; null before it begins, and once all is billed. */
  declare nextWeek: CreationOptional<number | null>;
  declare terms?: NonAttribute<ContractTerms[]>;
  declare codes?: NonAttribute<ProjectCode[]>;

  /** What this person may know of. Everything else is not there for them. */
  static visibleTo(actor: Actor): WhereOptions<InferAttributes<Contract>> {
    if (actor.role === 'client') return { clientId: actor.id };
    if (actor.role === 'freelancer') {
      return { [Op.or]: [{ freelancerId: actor.id }, { freelancerEmail: actor.email, state: 'offered' }] };
    }
    return { id: actor.look?.contractId ?? { [Op.in]: [] } };
  }
}

Contract.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    title: { type: DataTypes.STRING(120), allowNull: false },
    clientId: { type: DataTypes.INTEGER, allowNull: false },
    freelancerEmail: { type: DataTypes.STRING(254), allowNull: false },
    freelancerId: { type: DataTypes.INTEGER },
    state: { type: DataTypes.STRING(12), allowNull: false },
    stopped: { type: DataTypes.STRING(12) },
    offeredAt: { type: DataTypes.DATE(3), allowNull: false },
    acceptedAt: { type: DataTypes.DATE(3) },
    closedAt: { type: DataTypes.DATE(3) },
    paymentProblemSince: { type: DataTypes.DATE(3) },
    fixedPriceCents: { type: DataTypes.INTEGER },
    fixedPriceSince: { type: DataTypes.DATE(3) },
    nextWeek: { type: DataTypes.BIGINT },
  },
  { sequelize, tableName: 'contracts', underscored: true, timestamps: false },
);
