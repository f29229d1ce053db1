import {
  DataTypes,
  Model,
  Op,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type WhereOptions,
} from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import type { Actor } from '../policy/policy.ts';
import type { DisputeEnding, DisputeReason, DisputeState } from './dispute.ts';

/** A client does not want to pay some blocks of an invoice. */
export class Dispute extends Model<InferAttributes<Dispute>, InferCreationAttributes<Dispute>> {
  declare id: CreationOptional<number>;
  declare invoiceId: number;
  declare contractId: number;
  declare clientId: number;
  declare freelancerId: number;
  declare reason: DisputeReason;
  /** What the client says. */
  declare words: string;
  declare state: DisputeState;
  /** Known once it is closed. */
  declare ending: CreationOptional<DisputeEnding | null>;
  declare blocks: number;
  /** What the disputed blocks cost. */
  declare amount: Cents;
  /** What of it is held now: it stays in the invoice's escrow, or due, until the dispute ends. */
  declare held: Cents;
  /** What of that is for protected blocks. */
  declare heldProtected: Cents;
  declare openedAt: Date;
  declare answerUntil: Date;
  declare answeredAt: CreationOptional<Date | null>;
  /** What the freelancer says. */
  declare answerWords: CreationOptional<string | null>;
  /** By when an admin has to decide, or to decide anew. */
  declare decideUntil: CreationOptional<Date | null>;
  /** The admin whose decision waits or holds. */
  declare proposedById: CreationOptional<number | null>;
  /** The second admin, where two were needed. */
  declare approvedById: CreationOptional<number | null>;
  declare decidedAt: CreationOptional<Date | null>;
  declare appealUntil: CreationOptional<Date | null>;
  declare clientAcceptedAt: CreationOptional<Date | null>;
  declare freelancerAcceptedAt: CreationOptional<Date | null>;
  declare appealedAt: CreationOptional<Date | null>;
  declare appealedById: CreationOptional<number | null>;
  declare appealWords: CreationOptional<string | null>;
  declare closedAt: CreationOptional<Date | null>;
  /** When the clock acts unless somebody does before. */
  declare nextAt: CreationOptional<Date | null>;
  /** By when those who have to act are to be reminded; null once they are. */
  declare remindAt: CreationOptional<Date | null>;
  /** What became of the money, before fees; known once it is closed. */
  declare toFreelancer: CreationOptional<Cents | null>;
  declare toClient: CreationOptional<Cents | null>;
  /** What the protection fund stood for: the client got it back, and the freelancer got it less the fee. */
  declare fundAmount: CreationOptional<Cents | null>;
  /** The platform's, or what the fund did not have to pay; of what this dispute itself paid to the freelancer. */
  declare fee: CreationOptional<Cents | null>;
  /** When this dispute itself paid the freelancer: what came with the invoice counts there. */
  declare earnedAt: CreationOptional<Date | null>;
  declare payoutId: CreationOptional<number | null>;

  /** What this person may know of. Everything else is not there for them. */
  static visibleTo(actor: Actor): WhereOptions<InferAttributes<Dispute>> {
    if (actor.role === 'client') return { clientId: actor.id };
    if (actor.role === 'freelancer') return { freelancerId: actor.id };
    return { id: { [Op.in]: [] } };
  }
}

// Each attribute needs an object of its own: the library writes the column's name into it.
const instant = () => ({ type: DataTypes.DATE(3) });
const number = () => ({ type: DataTypes.INTEGER });
const cents = (field: string) => ({ type: DataTypes.BIGINT, field });
const words = () => ({ type: DataTypes.STRING(2000) });
const needed = { allowNull: false };

Dispute.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    invoiceId: { ...number(), ...needed },
    contractId: { ...number(), ...needed },
    clientId: { ...number(), ...needed },
    freelancerId: { ...number(), ...needed },
    reason: { type: DataTypes.STRING(20), ...needed },
    words: { ...words(), ...needed },
    state: { type: DataTypes.STRING(10), ...needed },
    ending: { type: DataTypes.STRING(10) },
    blocks: { ...number(), ...needed },
    amount: { ...cents('amount_cents'), ...needed },
    held: { ...cents('held_cents'), ...needed },
    heldProtected: { ...cents('held_protected_cents'), ...needed },
    openedAt: { ...instant(), ...needed },
    answerUntil: { ...instant(), ...needed },
    answeredAt: instant(),
    answerWords: words(),
    decideUntil: instant(),
    proposedById: number(),
    approvedById: number(),
    decidedAt: instant(),
    appealUntil: instant(),
    clientAcceptedAt: instant(),
    freelancerAcceptedAt: instant(),
    appealedAt: instant(),
    appealedById: number(),
    appealWords: words(),
    closedAt: instant(),
    nextAt: instant(),
    remindAt: instant(),
    toFreelancer: cents('to_freelancer_cents'),
    toClient: cents('to_client_cents'),
    fundAmount: cents('fund_cents'),
    fee: cents('fee_cents'),
    earnedAt: instant(),
    payoutId: number(),
  },
  { sequelize, tableName: 'disputes', underscored: true, timestamps: false },
);
