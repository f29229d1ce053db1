import { Op } from 'sequelize';
import { numberIn } from '../billing/giving-forms.ts';
import { NotFound } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';
import { DisputeFile } from './dispute-file-model.ts';
import { Dispute } from './dispute-model.ts';

/** A dispute as this side may see it. @throws NotFound for everybody else's */
export const findDispute = (id: unknown, actor: Actor): Promise<Dispute> =>
  Dispute.findOne({
    where: { [Op.and]: [{ id: numberIn(id) }, Dispute.visibleTo(actor)] },
    rejectOnEmpty: new NotFound('dispute'),
  });

/** A file of a dispute that somebody may see. @throws NotFound */
export const findFile = ({ id: disputeId }: Dispute, file: unknown): Promise<DisputeFile> =>
  DisputeFile.findOne({ where: { id: numberIn(file), disputeId }, rejectOnEmpty: new NotFound('file') });
