import { DataTypes, Model, type ForeignKey, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';
import type { MailChoice } from './mail-choice.ts';
import type { Subject } from './notice.ts';

/** What somebody has chosen about the mail of one subject. No row: nothing was chosen. */
export class NoticePreference extends Model<
  InferAttributes<NoticePreference>,
  InferCreationAttributes<NoticePreference>
> {
  declare userId: ForeignKey<number>;
  declare about: Subject;
  declare byMail: MailChoice;
}

NoticePreference.init(
  {
    userId: { type: DataTypes.INTEGER, primaryKey: true },
    about: { type: DataTypes.STRING(20), primaryKey: true },
    byMail: { type: DataTypes.STRING(8), allowNull: false },
  },
  { sequelize, tableName: 'notice_preferences', underscored: true, timestamps: false },
);
