/** The ER diagram. Block tables have no associations: they are read as rows. */
import { Session } from '../accounts/session-model.ts';
import { User } from '../accounts/user-model.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { InvoiceLineRow } from '../billing/invoice-line-model.ts';
import { Payout } from '../billing/payout-model.ts';
import { ContractTerms } from '../contracts/contract-terms-model.ts';
import { Contract } from '../contracts/contract-model.ts';
import { ProjectCode } from '../contracts/project-code-model.ts';

Session.belongsTo(User, { as: 'user', foreignKey: 'userId' });

Contract.belongsTo(User, { as: 'client', foreignKey: 'clientId' });
Contract.belongsTo(User, { as: 'freelancer', foreignKey: 'freelancerId' });
Contract.hasMany(ContractTerms, { as: 'terms', foreignKey: 'contractId' });
Contract.hasMany(ProjectCode, { as: 'codes', foreignKey: 'contractId' });

Invoice.belongsTo(Contract, { as: 'contract', foreignKey: 'contractId' });
Invoice.belongsTo(User, { as: 'client', foreignKey: 'clientId' });
Invoice.belongsTo(User, { as: 'freelancer', foreignKey: 'freelancerId' });
Invoice.belongsTo(Payout, { as: 'payout', foreignKey: 'payoutId' });
InvoiceLineRow.belongsTo(ProjectCode, { as: 'code', foreignKey: 'projectCodeId' });
Payout.belongsTo(User, { as: 'freelancer', foreignKey: 'freelancerId' });
Payout.belongsTo(User, { as: 'settledBy', foreignKey: 'settledById' });
