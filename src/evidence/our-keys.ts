/** The key this installation signs evidence with, and those it believes. */
import { config } from '../config.ts';
import { keysOf, signerOf } from './signature.ts';

export const signer = signerOf(config.evidenceKey);
/** Ours first, then former ones. */
export const believed = keysOf([signer.raw, ...config.formerEvidenceKeys]);
