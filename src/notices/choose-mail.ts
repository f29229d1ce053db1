/** What a person wants by mail. */
import { Op } from 'sequelize';
import { transaction } from '../db/sequelize.ts';
import { USUAL_CHOICE, type MailChoice } from './mail-choice.ts';
import { kindsAbout, subjects, type Subject } from './notice.ts';
import { Notice } from './notice-model.ts';
import { NoticePreference } from './notice-preference-model.ts';

/** What somebody gets now, chosen or not. */
export async function mailChoicesOf(userId: number): Promise<Record<Subject, MailChoice>> {
  const chosen = await NoticePreference.findAll({ where: { userId } });
  const choiceOf = (subject: Subject) => chosen.find(({ about }) => about === subject)?.byMail ?? USUAL_CHOICE;
  return Object.fromEntries(subjects.map(subject => [subject, choiceOf(subject)])) as Record<Subject, MailChoice>;
}

/** From now on. Of what is to come never, no letter that waits is sent either. */
export function chooseMail(userId: number, choices: Partial<Record<Subject, MailChoice>>): Promise<void> {
  return transaction(async () => {
    const chosen = subjects.flatMap(about => (choices[about] ? [{ about, byMail: choices[about] }] : []));
    for (const { about, byMail } of chosen) await NoticePreference.upsert({ userId, about, byMail });
    const never = chosen.filter(({ byMail }) => byMail === 'never').map(({ about }) => about);
    const where = { userId, mailDueAt: { [Op.ne]: null }, kind: { [Op.in]: kindsAbout(never) } };
    await Notice.update({ mailDueAt: null }, { where });
  });
}
