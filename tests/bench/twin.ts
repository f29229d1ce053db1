/**
 * The bare twin: what one would write in an afternoon. Express, multer, sharp and mysql2; nobody signs in, nothing is checked, the
 * JPEG is kept and its thumbnail made. It answers the same requests as ours, so that the difference is the price of all the rest.
 */
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import compression from 'compression';
import express from 'express';
import multer from 'multer';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import sharp from 'sharp';

const { PORT, DATABASE_URL = '', FOLDER = '', VIEWS = '' } = process.env;
mkdirSync(FOLDER, { recursive: true });
const database = mysql.createPool(DATABASE_URL);
await database.query(`CREATE TABLE IF NOT EXISTS blocks (
  id CHAR(36) PRIMARY KEY, contract_id INT NOT NULL, started_at DATETIME NOT NULL, seconds INT NOT NULL,
  description VARCHAR(300) NOT NULL, project_code VARCHAR(40), input_seconds INT NOT NULL,
  INDEX (contract_id, started_at))`);

const app = express();
app.set('views', VIEWS).set('view engine', 'ejs').enable('view cache');
app.use(compression());
const upload = multer({ storage: multer.memoryStorage() }).single('screenshot');

type Sent = Record<'contractId' | 'seconds' | 'inputSeconds', number> &
  Record<'startedAt' | 'description' | 'projectCode', string>;

app.put('/tracker-api/blocks/:id', upload, async (req, res) => {
  const id = String(req.params['id']);
  const block = JSON.parse((req.body as { block: string }).block) as Sent;
  const picture = req.file!.buffer;
  const thumb = await sharp(picture).resize(320).jpeg({ quality: 70 }).toBuffer();
  await writeFile(path.join(FOLDER, `${id}.jpg`), picture);
  await writeFile(path.join(FOLDER, `${id}.thumb.jpg`), thumb);
  const { contractId, startedAt, seconds, description, projectCode, inputSeconds } = block;
  const values = [id, contractId, new Date(startedAt), seconds, description, projectCode, inputSeconds];
  await database.execute('INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?)', values);
  res.json({ id, seconds });
});

app.get('/contracts/:id/diary/:day', async (req, res) => {
  const { id, day } = req.params;
  const [blocks] = await database.execute<RowDataPacket[]>(
    'SELECT * FROM blocks WHERE contract_id = ? AND started_at BETWEEN ? AND ? ORDER BY started_at',
    [id, `${day} 00:00:00`, `${day} 23:59:59`],
  );
  res.render('twin-day', { day, blocks });
});

app.get('/', (_req, res) => void res.send('ready'));
app.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
