import { DataTypes, Model, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { sequelize } from '../db/sequelize.ts';

/** A file that must go: written with the deletion, and gone when the file is. */
export class PictureToForget extends Model<InferAttributes<PictureToForget>, InferCreationAttributes<PictureToForget>> {
  declare storageKey: string;
  /** Not before this second since 1970: until then the deletion can be taken back. */
  declare forgetAt: number;
}

PictureToForget.init(
  {
    storageKey: { type: DataTypes.STRING(120), primaryKey: true },
    forgetAt: { type: DataTypes.BIGINT, allowNull: false },
  },
  { sequelize, tableName: 'pictures_to_forget', underscored: true, timestamps: false },
);
