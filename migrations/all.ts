/** Every migration, oldest first. Listed by hand, so that source and build know them by the same name. */
import type { Migration } from '../src/db/migrate.ts';
import { createUsers } from './20261122100000-create-users.ts';
import { createContracts } from './20261122101000-create-contracts.ts';
import { createBlocks } from './20261122102000-create-blocks.ts';
import { createEvents } from './20261122103000-create-events.ts';
import { addIdleAndMasks } from './20261123100000-add-idle-and-masks.ts';
import { addPaymentProblem } from './20261123101000-add-payment-problem.ts';
import { addTimerToSessions } from './20261123102000-add-timer-to-sessions.ts';
import { createProposals } from './20261123130000-create-proposals.ts';
import { createContractStops } from './20261123131000-create-contract-stops.ts';
import { createOvertime } from './20261123132000-create-overtime.ts';
import { closeProjectCodes } from './20261123133000-close-project-codes.ts';
import { addCorrections } from './20261123140000-add-corrections.ts';
import { addForgetAt } from './20261123141000-add-forget-at.ts';
import { createComments } from './20261123142000-create-comments.ts';
import { addReviewedAt } from './20261123143000-add-reviewed-at.ts';
import { createManualTime } from './20261123150000-create-manual-time.ts';
import { createNotices } from './20261123160000-create-notices.ts';
import { createRemovedPictures } from './20261123170000-create-removed-pictures.ts';
import { addClosedAccounts } from './20261123171000-add-closed-accounts.ts';
import { addFreeCodes } from './20261123180000-add-free-codes.ts';
import { addFixedPrice } from './20261123181000-add-fixed-price.ts';
import { createInvitations } from './20261123182000-create-invitations.ts';
import { findOpenFlags } from './20261123190000-find-open-flags.ts';
import { createPaymentMethods } from './20261123200000-create-payment-methods.ts';
import { createPaymentEvents } from './20261123201000-create-payment-events.ts';
import { createSandboxPayments } from './20261123202000-create-sandbox-payments.ts';
import { createLedger } from './20261123210000-create-ledger.ts';
import { createInvoices } from './20261123211000-create-invoices.ts';
import { createPayouts } from './20261123212000-create-payouts.ts';
import { createPayoutAccounts } from './20261123220000-create-payout-accounts.ts';
import { createChargeAttempts } from './20261123230000-create-charge-attempts.ts';
import { createRefunds } from './20261123231000-create-refunds.ts';
import { createBonuses } from './20261123232000-create-bonuses.ts';
import { createClaims } from './20261123233000-create-claims.ts';
import { createFundDeposits } from './20261123234000-create-fund-deposits.ts';
import { createProviderAccounts } from './20261124130000-create-provider-accounts.ts';
import { addCreditToCharges } from './20261124131000-add-credit-to-charges.ts';
import { createEvidence } from './20261124100000-create-evidence.ts';
import { createEvidenceRoots } from './20261124101000-create-evidence-roots.ts';
import { createEvidenceChecks } from './20261124102000-create-evidence-checks.ts';
import { createSecondFactors } from './20261124120000-create-second-factors.ts';
import { createAudit } from './20261124121000-create-audit.ts';
import { createSuspensions } from './20261124122000-create-suspensions.ts';
import { createJobRuns } from './20261124123000-create-job-runs.ts';
import { createClaimRulings } from './20261124140000-create-claim-rulings.ts';
import { createDisputes } from './20261124110000-create-disputes.ts';

export const migrations: Migration[] = [
  ...[createUsers, createContracts, createBlocks, createEvents],
  ...[addIdleAndMasks, addPaymentProblem, addTimerToSessions],
  ...[createProposals, createContractStops, createOvertime, closeProjectCodes],
  ...[addCorrections, addForgetAt, createComments, addReviewedAt],
  ...[createManualTime],
  ...[createNotices],
  ...[createRemovedPictures, addClosedAccounts],
  ...[addFreeCodes, addFixedPrice, createInvitations],
  ...[findOpenFlags],
  ...[createPaymentMethods, createPaymentEvents, createSandboxPayments],
  ...[createLedger, createInvoices, createPayouts],
  ...[createPayoutAccounts],
  ...[createChargeAttempts, createRefunds, createBonuses, createClaims, createFundDeposits],
  ...[createEvidence, createEvidenceRoots, createEvidenceChecks],
  ...[createDisputes],
  ...[createSecondFactors, createAudit, createSuspensions, createJobRuns],
  ...[createProviderAccounts],
  ...[addCreditToCharges],
  ...[createClaimRulings],
];
