import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Piece } from '../spec/lab/piece.ts';

/** The pieces that series/pieces.json lists. Throws where there is no such file below the root. */
export const readPieces = (root: string): readonly Piece[] =>
  (JSON.parse(readFileSync(path.join(root, 'series', 'pieces.json'), 'utf8')) as { pieces: Piece[] }).pieces;
